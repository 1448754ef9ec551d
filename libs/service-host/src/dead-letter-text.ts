import type { DeadLetter } from '@hallway/event-bus';
import { redact } from '@hallway/service-kit/log';

/** One letter as one line of a list. */
export function lineOf({ stream, pubSeq, type, key, createdAt, attempts, error }: DeadLetter): string {
  const why = attempts === 0 ? 'waits behind another of its key' : `failed ${attempts} times: ${firstLine(error)}`;
  return [stream, pubSeq, type, key, createdAt.toISOString(), why].join('  ');
}

/** All of a letter. The event holds what people wrote, so it is hidden unless wanted. */
export function fullText({ envelope, pubSeq, ...letter }: DeadLetter, withContent: boolean): string {
  const event: unknown = JSON.parse(envelope);
  const { error, ...facts } = letter;
  return `${JSON.stringify({ position: pubSeq, ...facts, event: withContent ? event : redact(event) }, null, 2)}\n${error}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
