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
  /** Forgets entries up to and including `position`. */
  trim(domain: string, shard: number, position: number): Promise<void>;
  /** Empties a stream so that it can be written again from an earlier position. */
  clear(domain: string, shard: number): Promise<void>;
  /** What readers miss, by shard: the first position they need. */
  wanted(domain: string): Promise<Map<number, number>>;
  /** Answers `wanted`: nothing before `floor` exists any more. */
  answer(domain: string, shard: number, floor: number): Promise<void>;
}

/** What a consumer group does with the streams of one domain. */
export interface LogGroupReader {
  /** Claims, keeps and gives back shards; answers which ones this replica holds now. */
  holdLeases(): Promise<number[]>;
  releaseLeases(): Promise<void>;
  /**
   * Makes the group continue after `position` (creating it where missing),
   * takes over what dead replicas held, and answers how many entries that was.
   */
  rewind(shard: number, position: number): Promise<number>;
  /** Where a reader that has never read this stream begins: everything that is still there. */
  firstPosition(shard: number): Promise<number>;
  lastPositions(shards: number[]): Promise<number[]>;
  /** Waits for entries of these shards; throws `GroupMissing` when a stream was wiped. */
  read(shards: number[], limit: number): Promise<ShardEntries[]>;
  /** Ends a waiting `read`, so that it can start again with other shards. */
  wake(): void;
  acknowledge(shard: number, positions: number[]): Promise<void>;
  /** Asks the owner of the domain to publish again from `position`. */
  want(shard: number, position: number): Promise<void>;
  /** The owner's answer to `want`, if there is one. */
  floor(shard: number): Promise<number | undefined>;
  close(): Promise<void>;
}

/** What a fan-out reader does with the streams of one domain. */
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
