/** Of the whole process; what services make of it they say themselves. */
export const environment: NodeJS.ProcessEnv = process.env;

const most = 20;

/** How many processes run all of the services behind the one public port. Whatever is no such number ends this one with a sentence. */
export function readReplicas(): number {
  const text = environment.REPLICAS || '1';
  const replicas = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (replicas >= 1 && replicas <= most) return replicas;
  process.stderr.write(`hallway: REPLICAS must be a number from 1 to ${most}; it is "${text}".\n`);
  process.exit(1);
}
