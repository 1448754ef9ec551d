import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

import type { HistoryEvent } from './history-event';

/** Appends events to a file, one JSON object a line. */
export class HistoryWriter {
  private readonly file: WriteStream;
  private failure: Error | undefined;

  constructor(readonly path: string) {
    this.file = createWriteStream(path, { flags: 'w' });
    this.file.on('error', (error) => (this.failure = error));
  }

  append(event: HistoryEvent): void {
    if (this.failure) throw this.failure;
    this.file.write(`${JSON.stringify(event)}\n`);
  }

  /** Ends when everything is in the file. */
  async close(): Promise<void> {
    this.file.end();
    await finished(this.file);
  }
}

/** The events of a file, in order. A last line that was cut off (the recorder was killed) is left out. */
export async function* readHistory(path: string): AsyncGenerator<HistoryEvent> {
  let number = 0;
  let held: string | undefined;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (held !== undefined) yield parse(held, number);
    number += 1;
    held = line;
  }
  if (held === undefined) return;
  const last = attempt(() => parse(held, number));
  if (last) yield last;
}

/** All events of a file at once, as the checker takes them. */
export async function loadHistory(path: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const event of readHistory(path)) events.push(event);
  return events;
}

function parse(line: string, number: number): HistoryEvent {
  const value = attempt(() => JSON.parse(line) as Partial<HistoryEvent> | null);
  if (typeof value?.type !== 'string' || typeof value.t !== 'number') throw new Error(`Line ${number} of the history is not an event`);
  return value as HistoryEvent;
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
