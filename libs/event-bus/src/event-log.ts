/** One entry of a stream. */
export interface LogEntry {
  pubSeq: number;
  /** The envelope as JSON text. */
  text: string;
}

export interface ShardEntries {
  shard: number;
  entries: LogEntry[];
}

/** How far a group has acknowledged everything. */
export interface GroupPosition {
  group: string;
  shard: number;
  position: number;
}

/** What one stream holds. */
export interface StreamSize {
  /** Position of the oldest entry; the one after `last` when there is none. */
  first: number;
  /** The last position ever given. */
  last: number;
  bytes: number;
}

/** A group needs events that its stream no longer has, from this position on. */
export interface RefillRequest {
  group: string;
  shard: number;
  from: number;
}

/** Some of what a group wanted; nothing between `from` and `first` exists any more. */
export interface Again {
  from: number;
  /** Position of the first text; the others follow without a hole. */
  first: number;
  texts: string[];
}

/** What the owner of a domain asks its streams now and then. */
export interface LogState {
  /** The last position ever given, by shard. */
  lasts: number[];
  wanted: RefillRequest[];
}

/** How a group stands after it was set to a position. */
export interface Rewound {
  /** Entries that other replicas had not acknowledged. */
  takenOver: number;
  /** The stream begins later than the group must go on. */
  tooLate: boolean;
}

/**
 * `appended`: all are there now. `behind`: the stream ends before `first - 1`
 * (something is missing, or it was wiped); nothing was added.
 */
export interface AppendResult {
  outcome: 'appended' | 'behind';
  last: number;
}

export interface AppendRequest {
  shard: number;
  /** Position of the first text; the others follow without a hole. */
  first: number;
  texts: string[];
  /** `empty`: the stream may begin at `first`. `hole`: it may go on there, because nothing before exists. */
  allow?: 'empty' | 'hole';
}

/** What a relay does with the streams of its domain. */
export interface LogWriter {
  /** Adds each run if it continues its stream; what is there already is left alone. */
  append(domain: string, requests: AppendRequest[]): Promise<AppendResult[]>;
  /** The last position ever given, by shard; 0 when a stream is new or was wiped. */
  lastPositions(domain: string): Promise<number[]>;
  groups(domain: string): Promise<GroupPosition[]>;
  /** What the streams hold, by shard. */
  sizes(domain: string): Promise<StreamSize[]>;
  /**
   * Forgets entries up to and including `position`, and with them the groups that had not acknowledged
   * them all: a group that went on behind the hole would look as if it had. Answers which ones.
   */
  trim(domain: string, shard: number, position: number): Promise<string[]>;
  /** The last positions, and what groups want. */
  state(domain: string): Promise<LogState>;
  /** Gives a group what it wanted, or some of it. */
  answer(domain: string, want: RefillRequest, again: Again): Promise<void>;
}

/** A shard that a replica holds, and the last position ever given on its stream, where that was asked for. */
export interface HeldShard {
  shard: number;
  last?: number;
}

/** What a consumer group does with the streams of one domain. */
export interface LogGroupReader {
  /** Claims, keeps and gives back shards; answers which ones this replica holds now, and on demand where they end. */
  holdLeases(withEnds?: boolean): Promise<HeldShard[]>;
  releaseLeases(): Promise<void>;
  /**
   * Makes the group continue after `position` (creating it where missing),
   * and takes over what dead replicas held.
   */
  rewind(shard: number, position: number): Promise<Rewound>;
  /** Where a reader that has never read this stream begins: everything that is still there. */
  firstPosition(shard: number): Promise<number>;
  /** Waits for entries of these shards; throws `GroupMissing` when a stream was wiped. */
  read(shards: number[], limit: number): Promise<ShardEntries[]>;
  /** Ends a waiting `read`, so that it can start again with other shards. */
  wake(): void;
  acknowledge(shard: number, positions: number[]): Promise<void>;
  /** Asks the owner of the domain for events from `position` on that the stream no longer has. */
  requestRefill(shard: number, position: number): Promise<void>;
  /** The owner's latest answer to `want`, if there is one. */
  again(shard: number): Promise<Again | undefined>;
  close(): Promise<void>;
}

/** What a broadcast consumer does with the streams of one domain. */
export interface LogTailReader {
  /** The last position of every shard. */
  lastPositions(): Promise<number[]>;
  /** Waits for entries behind the cursors. */
  read(cursors: number[], limit: number): Promise<ShardEntries[]>;
  close(): Promise<void>;
}

/** The port to the streams: Redis in earnest, memory in tests. */
export interface EventLog {
  writer(): LogWriter;
  groupReader(domain: string, group: string, replica: string): LogGroupReader;
  tailReader(domain: string): LogTailReader;
}

/** The group or the stream is gone: Redis was wiped. */
export class GroupMissing extends Error {
  override name = 'GroupMissing';
}
