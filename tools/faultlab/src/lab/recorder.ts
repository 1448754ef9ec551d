import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import type { HistoryEvent, Operation } from '../history/history-event';
import { HistoryWriter } from '../history/history-file';

type Untimed<Event> = Event extends HistoryEvent ? Omit<Event, 't'> : never;

/** The one place through which a run is written down, with one clock. */
export class Recorder {
  readonly events: HistoryEvent[] = [];
  /** Whether a 5xx or a line of a log is worth telling: not while the system starts or stops. */
  watching = false;
  private readonly start = performance.now();
  private readonly writer: HistoryWriter;
  private operations = 0;

  constructor(path: string) {
    this.writer = new HistoryWriter(path);
  }

  get path(): string {
    return this.writer.path;
  }

  now(): number {
    return Math.round((performance.now() - this.start) * 1000) / 1000;
  }

  record(event: Untimed<HistoryEvent>): void {
    const { type, ...rest } = event;
    const timed = { type, t: this.now(), ...rest } as HistoryEvent;
    this.events.push(timed);
    this.writer.append(timed);
  }

  /** A call leaves; the number names it from then on. */
  invoked(user: string, device: string, operation: Operation): number {
    this.operations += 1;
    this.record({ type: 'invoked', op: this.operations, user, device, operation });
    return this.operations;
  }

  close(): Promise<void> {
    return this.writer.close();
  }
}

/** Texts are kept as this only. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
