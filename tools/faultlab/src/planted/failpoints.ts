import type { Weaving } from './weaving';

/**
 * A place in the code at which a fault can strike exactly. It is in the woven services only, and strikes there with
 * `HALLWAY_FAILPOINT=<name>@<file>`: the process that passes it first after the file has appeared takes the file away
 * and is struck, so that one process is struck once a file. The file's name may have no `@`.
 */
export interface Failpoint {
  name: string;
  service: string;
  does: string;
  fault: string;
  weavings: Weaving[];
}

const PUBLISHER = 'libs/event-bus/src/relay/publisher.ts';
const WORKER = 'libs/event-bus/src/competing/shard-worker.ts';
const ADAPTER = 'libs/services/realtime/src/sockets/hallway-io.adapter.ts';

/** Whether it is this process' turn. Taking the file away decides between several. */
const isStruck = (name: string): string => `
function isStruck(): boolean {
  const [name, file] = (process.env.HALLWAY_FAILPOINT ?? '').split('@');
  if (name !== '${name}' || !file || !process.getBuiltinModule('node:fs').existsSync(file)) return false;
  try {
    process.getBuiltinModule('node:fs').unlinkSync(file);
    return true;
  } catch {
    return false;
  }
}
`;

export const FAILPOINTS: Failpoint[] = [
  {
    name: 'die-before-publishing',
    service: 'messages',
    does: 'kill -9 of the relay that leads, between COMMIT and XADD',
    fault: 'F05',
    weavings: [
      {
        file: PUBLISHER,
        find: '/** Rows of one shard that one step may publish. */',
        replace: `${isStruck('die-before-publishing')}\n/** Rows of one shard that one step may publish. */`,
      },
      {
        file: PUBLISHER,
        find: '    const results = await writer.append(service, requests);',
        replace: "    if (isStruck()) process.kill(process.pid, 'SIGKILL');\n    const results = await writer.append(service, requests);",
      },
    ],
  },
  {
    name: 'die-before-acknowledging',
    service: 'messages',
    does: 'kill -9 of a reader, between the effect of an event and its XACK',
    fault: 'F06',
    weavings: [
      {
        file: WORKER,
        find: "    if (outcome === 'stopped') return;",
        replace: "    if (outcome === 'handled' && isStruck()) process.kill(process.pid, 'SIGKILL');\n    if (outcome === 'stopped') return;",
      },
      {
        file: WORKER,
        find: 'export interface ShardWorkerOptions {',
        replace: `${isStruck('die-before-acknowledging')}\nexport interface ShardWorkerOptions {`,
      },
    ],
  },
  {
    name: 'stall',
    service: 'realtime',
    does: 'the event loop of a gateway stands still for 5 s',
    fault: 'F29',
    weavings: [
      { file: ADAPTER, find: 'export interface HallwayIoParts {', replace: `${isStruck('stall')}\nexport interface HallwayIoParts {` },
      {
        file: ADAPTER,
        find: '    const tag = this.parts.config.replicaTag;',
        replace: `    setInterval(() => {
      for (const until = isStruck() ? Date.now() + 5_000 : 0; Date.now() < until; );
    }, 100).unref();
    const tag = this.parts.config.replicaTag;`,
      },
    ],
  },
];
