import type { LogEntry, ShardEntries } from '../event-log';
import { positionOf } from './position';

type RawEntry = [id: string, fields: string[] | null];
export type RawStreams = [key: string, entries: RawEntry[]][];

function entryOf([id, fields]: RawEntry): LogEntry[] {
  const text = fields?.[1];
  return text === undefined ? [] : [{ pubSeq: positionOf(id), text }];
}

/** Entries by shard; `keys` are the keys as Redis knows them, with their prefix. */
export function entriesByShard(raw: RawStreams | null, keys: Map<string, number>): ShardEntries[] {
  return (raw ?? []).flatMap(([key, entries]) => {
    const shard = keys.get(key);
    return shard === undefined ? [] : [{ shard, entries: entries.flatMap(entryOf) }];
  });
}
