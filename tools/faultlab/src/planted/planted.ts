import type { Invariant } from '../checker/verdict';
import type { Weaving } from './weaving';

/** A bug that the fault lab must find. It is in the woven services only, and there only with `HALLWAY_PLANTED=<name>`. */
export interface PlantedBug {
  name: string;
  service: string;
  does: string;
  /** The fault under which it shows, by its name in the catalogue; or one that only planted bugs need, or `none`. */
  fault: string;
  /** What the clients must do for it. */
  workload: string;
  /** One of these must be violated. */
  expects: Invariant[];
  weavings: Weaving[];
}

const when = (name: string): string => `process.env.HALLWAY_PLANTED === '${name}'`;

const SEND = 'libs/services/messages/src/sends/send-store.ts';
const STORED = 'const result = await';
const STORE = 'this.transactions.statement((source) => this.plainSends.send(source, sends));';
const TABLES = 'libs/services/messages/src/database/migrations/1763800000000-create-timeline.ts';
const SEND_SQL = 'libs/services/messages/src/database/migrations/1763800003000-create-send-messages.ts';
const RECEIPTS = 'libs/services/messages/src/receipts/receipts.repository.ts';
const ROOMS = 'libs/services/realtime/src/conversations/conversation-rooms.service.ts';
const TIMELINE = 'libs/services/realtime/src/timeline/live-timeline.service.ts';
const HOUSEKEEPER = 'libs/event-bus/src/relay/housekeeper.ts';
const SENDS = 'libs/services/realtime/src/sends/sends.gateway.ts';
const LEASE = 'libs/services/realtime/src/presence/presence-lease.service.ts';
const PRESENCE = 'libs/services/realtime/src/presence/presence.repository.ts';
const SESSIONS = 'libs/services/auth/src/sessions/sessions.service.ts';

const UNIQUE = '  CONSTRAINT messages_client_message_id_sender_id_conversation_id_uq UNIQUE (client_message_id, sender_id, conversation_id),\n';

export const PLANTED: PlantedBug[] = [
  {
    name: 'ack-before-commit',
    service: 'messages',
    does: 'answers a send a quarter of a second before its transaction is committed',
    fault: 'F01',
    workload: 'many sends',
    expects: ['I1'],
    weavings: [
      {
        file: SEND,
        find: STORED,
        replace: `const result = ${when('ack-before-commit')} ? await new Promise<SendResult>((early, failed) => this.transactions.run(async (tx) => {
        const result = await this.plainSends.send(tx as never, sends);
        early({ ...result, events: [] });
        await new Promise((resolve) => setTimeout(resolve, 250));
        return result.events;
      }).then((events) => this.outbox.committed(events)).catch(failed)) : await`,
      },
    ],
  },
  {
    name: 'publish-before-commit',
    service: 'messages',
    does: 'publishes events before the transaction that they come from is committed, which one in fifty is not',
    fault: 'none',
    workload: 'many sends',
    expects: ['I5', 'I10', 'I2'],
    weavings: [
      {
        file: SEND,
        find: STORE,
        replace: `(${when('publish-before-commit')} ? this.transactions.run(async (tx) => {
        const result = await this.plainSends.send(tx as never, sends);
        this.outbox.committed(result.events);
        await new Promise((resolve) => setTimeout(resolve, 40));
        if (Math.random() < 0.02) throw Object.assign(new Error('planted'), { code: '57014' });
        return { ...result, events: [] };
      }) : ${STORE.slice(0, -1)});`,
      },
    ],
  },
  {
    name: 'no-dedupe',
    service: 'messages',
    does: 'stores a message again when its send is repeated',
    fault: 'F25',
    workload: 'sends that are repeated with the same clientMessageId',
    expects: ['I1', 'I3'],
    weavings: [
      { file: TABLES, find: UNIQUE, replace: `\${${when('no-dedupe')} ? '' : ${JSON.stringify(UNIQUE)}}` },
      {
        file: TABLES,
        find: 'CREATE INDEX messages_sender_id_idx',
        replace: `\${${when('no-dedupe')} ? 'CREATE INDEX messages_planted_idx ON messages (client_message_id);' : ''}\nCREATE INDEX messages_sender_id_idx`,
      },
      { file: SEND_SQL, find: 'WHEN first.seq IS NOT NULL THEN', replace: `WHEN \${${when('no-dedupe')} ? 'false' : 'first.seq IS NOT NULL'} THEN` },
    ],
  },
  {
    name: 'no-fence',
    service: 'realtime',
    does: 'leaves the sockets of the removed in the room of the conversation',
    fault: 'none',
    workload: 'removals, and sends after them',
    expects: ['I7'],
    weavings: [
      {
        file: ROOMS,
        find: 'void socket.leave(rooms.conversation(conversationId));',
        replace: `if (!(${when('no-fence')})) void socket.leave(rooms.conversation(conversationId));`,
      },
    ],
  },
  {
    name: 'marks-go-back',
    service: 'messages',
    does: 'lets the last writer of a mark win, whatever it says',
    fault: 'none',
    workload: 'read and delivery marks at older messages, too',
    expects: ['I6'],
    weavings: [{ file: RECEIPTS, find: '    WHERE r.seq < excluded.seq\n', replace: `    \${${when('marks-go-back')} ? '' : 'WHERE r.seq < excluded.seq'}\n` }],
  },
  {
    name: 'adapter-instead-of-stream',
    service: 'realtime',
    does: 'lets one replica send a change to everyone through the Socket.IO adapter, which forgets what it cannot deliver',
    fault: 'F16',
    workload: 'many sends, two gateways',
    expects: ['I5', 'bound'],
    weavings: [
      {
        file: TIMELINE,
        find: 'import { LiveSocketsService }',
        replace: "import { Inject } from '@nestjs/common';\nimport { REDIS } from '@hallway/service-kit/redis';\nimport { LiveSocketsService }",
      },
      {
        file: TIMELINE,
        find: 'constructor(private readonly sockets: LiveSocketsService) {}',
        replace:
          'constructor(private readonly sockets: LiveSocketsService, @Inject(REDIS) private readonly redis: { set(...args: unknown[]): Promise<unknown> }) {}',
      },
      {
        file: TIMELINE,
        find: "    this.sockets.emitToRoom(rooms.conversation(conversationId), 'messages:changed', changed);",
        replace: `    if (${when('adapter-instead-of-stream')}) {
      const first = this.redis.set('planted:' + conversationId + ':' + latestRev, '1', 'PX', 60_000, 'NX');
      const plain = changed instanceof JsonText ? (JSON.parse(changed.json) as MessagesChanged) : changed;
      void first.then((mine) => mine && this.sockets.io.to(rooms.conversation(conversationId)).emit('messages:changed', plain), () => undefined);
    } else this.sockets.emitToRoom(rooms.conversation(conversationId), 'messages:changed', changed);`,
      },
    ],
  },
  {
    name: 'trim-too-early',
    service: 'conversations',
    does: 'drops events as soon as they are published, even if some groups have not read them yet',
    fault: 'readers-away',
    workload: 'joins and leaves while the readers are away for longer than ten seconds',
    expects: ['I14'],
    weavings: [
      {
        file: HOUSEKEEPER,
        find: 'const position = Math.min(acknowledged[shard] ?? 0, old[shard] ?? 0);',
        replace: `const position = ${when('trim-too-early')} ? (published[shard] ?? 0) : Math.min(acknowledged[shard] ?? 0, old[shard] ?? 0);`,
      },
      {
        file: HOUSEKEEPER,
        find: 'await this.forgetRows(acknowledged, tuning.keepInOutbox, signal);',
        replace: `if (${when('trim-too-early')}) await this.forgetRows(published, 0, signal);
    else await this.forgetRows(acknowledged, tuning.keepInOutbox, signal);`,
      },
    ],
  },
  {
    name: 'retry-under-a-new-id',
    service: 'realtime',
    does: 'gives a repeated send an id of its own',
    fault: 'F25',
    workload: 'sends that are repeated with the same clientMessageId',
    expects: ['I1', 'I2'],
    weavings: [
      {
        file: SENDS,
        find: '/** The fast way to send a message. */',
        replace: '/** What came before. */\nconst planted = new Set<string>();\n\n/** The fast way to send a message. */',
      },
      {
        file: SENDS,
        find: 'return this.batcher.send({ ...payload, senderId: socket.data.userId });',
        replace: `const { clientMessageId: first } = payload;
    const clientMessageId = ${when('retry-under-a-new-id')} && planted.has(first) ? crypto.randomUUID() : first;
    planted.add(first);
    return this.batcher.send({ ...payload, clientMessageId, senderId: socket.data.userId });`,
      },
    ],
  },
  {
    name: 'presence-without-expiry',
    service: 'realtime',
    does: 'shows people as online until an event says that they went',
    fault: 'leaves-unseen',
    workload: 'clients that do not come back after their gateway died',
    expects: ['I8'],
    weavings: [
      {
        file: LEASE,
        find: 'return this.now() + this.config.REALTIME_OFFLINE_AFTER_MS;',
        replace: `return this.now() + (${when('presence-without-expiry')} ? 1e9 : this.config.REALTIME_OFFLINE_AFTER_MS);`,
      },
      {
        file: PRESENCE,
        find: "if (lastHere) pipeline.srem(heldKey(replica), userId).zadd(onlineKey, 'XX', 'GT', until, userId);",
        replace: `if (lastHere && ${when('presence-without-expiry')}) pipeline.srem(heldKey(replica), userId).zrem(onlineKey, userId);
    else if (lastHere) pipeline.srem(heldKey(replica), userId).zadd(onlineKey, 'XX', 'GT', until, userId);`,
      },
    ],
  },
  {
    name: 'refresh-race',
    service: 'auth',
    does: 'takes the repeated exchange of a refresh token for a theft',
    fault: 'two-tabs',
    workload: 'two tabs that exchange their token at once',
    expects: ['bound', 'I5'],
    weavings: [
      { file: SESSIONS, find: "if (state === 'dead') return", replace: `if (state === 'dead' || (state === 'repeatable' && ${when('refresh-race')})) return` },
    ],
  },
];
