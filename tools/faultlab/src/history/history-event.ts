/**
 * What a run of the fault lab writes down, one JSON object a line, in the order in which one recorder saw it.
 * `t` is milliseconds of one monotonic clock since the start of the run; texts are kept as hashes only.
 * A run is judged from this alone (see `checker`).
 */
export type HistoryEvent =
  | RunStarted
  | Invoked
  | Answered
  | Refused
  | SocketChanged
  | FrameSeen
  | MarkSeen
  | PresenceSeen
  | FaultChanged
  | Settled
  | FinalView
  | FinalTimeline
  | FinalMarks
  | FinalState
  | ServerFault;

/** First line. `members` are those of the beginning; later ones come by `add-member` and `remove-member`. */
export interface RunStarted extends Bounds {
  type: 'run';
  t: number;
  seed: number;
  fault: string;
  users: { id: string; devices: string[] }[];
  conversations: { id: string; members: string[] }[];
  /** Devices send the messages of a conversation one after another (an outbox), so the order of their calls must be kept. */
  orderedSends?: boolean;
  /** Acknowledged messages may be lost in this fault (asynchronous standby); the checker lists them instead of failing. */
  lossIsReported?: boolean;
}

/** Wider at the end than at the start where the machine was busier by then. */
export interface Bounds {
  /** From heal to all invariants holding, in ms: the bound of this fault. */
  boundMs: number;
  /** The longest time, in ms, in which a send may wait for its acknowledgement and none is acknowledged. */
  ackGapMs?: number;
}

export type Operation =
  | { kind: 'send'; conversationId: string; clientMessageId: string; bodyHash: string }
  | { kind: 'edit'; conversationId: string; messageId: string; bodyHash: string }
  | { kind: 'delete'; conversationId: string; messageId: string }
  | { kind: 'react'; conversationId: string; messageId: string; emoji: string; on: boolean }
  | { kind: 'read' | 'delivered'; conversationId: string; seq: number }
  | { kind: 'add-member' | 'remove-member'; conversationId: string; userId: string }
  | { kind: 'revoke-session'; userId: string; device: string };

/** A call leaves a client. Without an `answered` or `refused` of the same `op` its outcome is unknown. */
export interface Invoked {
  type: 'invoked';
  t: number;
  op: number;
  user: string;
  device: string;
  operation: Operation;
}

/**
 * Acknowledged. `seq`, `rev` and `messageId` of what was written, where the operation writes a message.
 * With a `remove-member`, `rev` may be the rev of the conversation as it was read after the answer.
 */
export interface Answered {
  type: 'answered';
  t: number;
  op: number;
  messageId?: string;
  seq?: number;
  rev?: number;
}

/**
 * Refused for good (a definite error): it has no effect, now or later. A call that was tried several times is
 * refused only when every try was; when one of them had no answer, its outcome is unknown and nothing is written.
 */
export interface Refused {
  type: 'refused';
  t: number;
  op: number;
  status: number;
  code: string;
}

/** A socket of a device opened or closed, as the device saw it. */
export interface SocketChanged {
  type: 'socket';
  t: number;
  user: string;
  device: string;
  open: boolean;
}

export interface SeenMessage {
  id: string;
  seq: number;
  rev: number;
  senderId: string;
  clientMessageId: string;
  /** Hash of the text; null when deleted. */
  bodyHash: string | null;
}

/** A `messages:changed` as it came over the wire, before any library looked at it. */
export interface FrameSeen {
  type: 'frame';
  t: number;
  user: string;
  device: string;
  conversationId: string;
  events: { rev: number; kind: string; message: SeenMessage }[];
}

/** A read or delivery mark of `of`, as `user` was told it. */
export interface MarkSeen {
  type: 'mark';
  t: number;
  user: string;
  device: string;
  conversationId: string;
  of: string;
  mark: 'read' | 'delivered';
  seq: number;
}

export interface PresenceSeen {
  type: 'presence';
  t: number;
  user: string;
  device: string;
  of: string;
  online: boolean;
}

export interface FaultChanged {
  type: 'fault';
  t: number;
  name: string;
  phase: 'start' | 'heal';
  target: string;
}

/** Every client is online and in step, and the outboxes are empty; or the bound has run out (`inTime: false`), and what follows was recorded later. */
export interface Settled extends Partial<Bounds> {
  type: 'settled';
  t: number;
  inTime: boolean;
  waitingFor: string[];
  /** What came last. */
  waitedFor?: string[];
}

/** What a device shows of a conversation at the end: live events and catching up together, from `fromSeq` on. */
export interface FinalView {
  type: 'view';
  t: number;
  user: string;
  device: string;
  conversationId: string;
  fromSeq: number;
  messages: SeenMessage[];
  unread?: number;
}

/** The whole timeline as the server tells it at the end: the truth that everything is held against. */
export interface FinalTimeline {
  type: 'timeline';
  t: number;
  conversationId: string;
  lastSeq: number;
  lastRev: number;
  messages: SeenMessage[];
}

/** The marks of a conversation as the server keeps them at the end. */
export interface FinalMarks {
  type: 'marks';
  t: number;
  conversationId: string;
  marks: { userId: string; mark: 'read' | 'delivered'; seq: number }[];
  /** As `GET /conversations` tells each member. */
  unread: { userId: string; unread: number; readSeq: number; lastSeq: number }[];
}

/** The state of the machinery at the end. */
export interface FinalState {
  type: 'state';
  t: number;
  /** Rows that wait to be published, by schema. */
  outbox: Record<string, number>;
  /** Events that a reader has not acknowledged, by reader and stream. */
  lag: Record<string, number>;
  deadLetters: number;
  /** Dead letters that the fault itself planted. */
  plantedDeadLetters: number;
  /** Users that presence shows as online though they have no socket, longer than presence may take to notice. */
  ghosts: string[];
  /** Events handled by competing consumers, against their effects counted in the database. */
  effects: { name: string; expected: number; found: number }[];
  /** Before the fault and after settling, by process. */
  resources: { process: string; before: ResourceUse; after: ResourceUse }[];
}

export interface ResourceUse {
  residentBytes: number;
  descriptors: number;
}

/** A 5xx that a client saw (`call`, `status`), or a line in a log that must not be there (`process`, `line`). */
export interface ServerFault {
  type: 'server-fault';
  t: number;
  call?: string;
  status?: number;
  retryAfter?: boolean;
  process?: string;
  line?: string;
}
