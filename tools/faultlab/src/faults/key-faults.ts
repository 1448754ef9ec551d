import { withDatabase } from '../lab/database';
import type { Lab } from '../lab/lab';
import type { LabUsers } from '../workload/lab-users';
import type { Fault, FaultRun } from './fault';

/** Longer than a key lasts by default, and less than it is kept. */
const WORN = '40 days';
/** Longer than a new key is shown before it signs. */
const KNOWN = '16 minutes';

/** F36: what takes months, in seconds. The keys age in the database, where auth finds that it is time. */
export const keyFaults: Fault[] = [
  {
    id: 'F36',
    title: 'signing keys are rotated, and the old one is forgotten',
    form: 'separate',
    boundMs: 5_000,
    ackGapMs: 1_000,
    needs: { replicas: { auth: 2 } },
    async harm(run) {
      const { lab, users } = run;
      const [old] = await keys(lab);
      await step(run, 'a new key is shown', () => age(lab, WORN));
      const signing = (await keys(lab)).at(-1)!;
      if (signing === old) throw new Error('No new key was made');
      await step(run, 'the new key signs', () => age(lab, KNOWN));
      await renewTokens(users, signing);
      await step(run, 'the old key is forgotten', () => age(lab, WORN));
      if ((await keys(lab)).includes(old!)) throw new Error('The old key is still there');
    },
  },
];

/** The keys age, and each replica of auth looks at them as it starts; one after another, so that one is always there. */
async function step({ lab, begin, heal, pass }: FaultRun, target: string, change: () => Promise<void>): Promise<void> {
  begin(target);
  await change();
  for (const replica of lab.replicas('auth')) {
    const { pid } = replica;
    replica.kill('SIGTERM', { downMs: 100 });
    await lab.reborn(replica.instance, pid);
  }
  await pass(2_000);
  heal(target);
}

function age(lab: Lab, by: string): Promise<void> {
  return withDatabase(
    lab.databaseUrl,
    async (client) => void (await client.query('update auth.signing_keys set created_at = created_at - $1::interval', [by])),
  );
}

/** By age, the oldest first. */
async function keys(lab: Lab): Promise<string[]> {
  const { rows } = await withDatabase(lab.databaseUrl, (client) => client.query<{ kid: string }>('select kid from auth.signing_keys order by created_at'));
  return rows.map(({ kid }) => kid);
}

/** As everyone's token does within ten minutes. */
async function renewTokens(users: LabUsers, signing: string): Promise<void> {
  for (const person of users.present) {
    for (const {
      client: { session },
    } of person.devices) {
      const token = await session.replace((await session.current()) ?? '');
      const [header = ''] = (token ?? '').split('.');
      const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: string };
      if (kid !== signing) throw new Error('A token was not signed with the new key');
    }
  }
}
