import { parseArgs } from 'node:util';

import { installDependencies } from './install-dependencies.mjs';

const HELP = `Starts Hallway on this machine and keeps it running until Ctrl-C.

  npm start [-- --replicas 2] [-- --only messages]

  PORT           the public port (3000); 0 picks a free one
  HOST           where it listens (127.0.0.1; 0.0.0.0 for other machines too)
  DATA_DIR       where everything is kept between runs (.data)
  DATABASE_URL   a PostgreSQL (15 or newer) to use instead of our own; its user must be allowed to create roles
  REDIS_URL      a Redis (7 or newer) to use instead of our own
  PUBLIC_URL     the address users type, when it is not http://localhost:PORT
  LOG_LEVEL      error, warn, info or debug (info)
  HALLWAY_MODE   one process for all services, or separate ones (one)
  REPLICAS       how often: 2 runs the one process twice; messages:2,realtime:2 those of the separate ones.
                 --replicas says the same and counts before it
  RATE_LIMITS    off for load tests
  OTEL_*         where traces go, see docs/traces.md
  UPLOADS_*, S3_*, GATEWAY_*, AUTH_*   settings of one service, see its README

  --only messages   one service at the public port, without web pages and siblings: what it asks of them fails`;

const values = readArguments();

if (values.help) console.log(HELP);
else await main();

function readArguments() {
  try {
    return parseArgs({ options: { replicas: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    console.error(`${error.message}. "npm start -- --help" tells what there is.`);
    process.exit(1);
  }
}

async function main() {
  const stopping = new AbortController();
  let stack;
  const stop = async (name) => {
    if (stopping.signal.aborted) return; // a second Ctrl-C does not make the stop unclean
    stopping.abort();
    console.log(`${name} received, stopping`);
    if (!stack) return; // still starting: startStack cleans up and rejects
    await stack.stop();
    console.log('Hallway has stopped');
    process.exit(0);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void stop(name));
  // What reads our lines has gone: no one would see what happens, or know that something runs.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => void stop('End of the output'));
  onOrphaned(() => void stop('End of npm'));
  try {
    await installDependencies({ say: (line) => console.log(line), abort: stopping.signal });
    // Only now can modules that need the dependencies be loaded.
    const { readSettings } = await import('./local-stack/settings.mjs');
    const { startStack } = await import('./local-stack/start-stack.mjs');
    stack = await startStack({ ...readSettings(process.env, values), abort: stopping.signal });
    if (!stopping.signal.aborted) console.log(`Hallway is ready at ${stack.url}`);
    else await stack.stop();
  } catch (error) {
    if (stopping.signal.aborted) return process.exit(0);
    console.error(error.name === 'StackError' ? error.message : error);
    process.exit(1);
  }
}

// A killed npm cannot pass a signal on; without it nothing would be left to stop us.
function onOrphaned(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && stop(), 500);
  watch.unref();
}
