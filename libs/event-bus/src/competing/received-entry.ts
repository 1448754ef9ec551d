import { decodeEnvelope, type ReceivedEnvelope } from '../event-envelope';
import type { LogEntry } from '../event-log';

/** An entry of a shard, with its text, which dead letters keep. It is parsed only when its content is needed. */
export class ReceivedEntry {
  readonly pubSeq: number;
  readonly text: string;
  private decoded?: ReceivedEnvelope;

  /** @param concerns whether a handler wants it; the others only move the position */
  constructor(
    readonly domain: string,
    readonly shard: number,
    { pubSeq, text }: LogEntry,
    readonly concerns: boolean,
  ) {
    this.pubSeq = pubSeq;
    this.text = text;
  }

  get envelope(): ReceivedEnvelope {
    return (this.decoded ??= decodeEnvelope(this.domain, this.shard, this.pubSeq, this.text));
  }
}
