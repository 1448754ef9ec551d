import type { Recorder } from './recorder';

/** What services log when something failed unexpectedly, or when events are gone before all consumers had them. */
const STRAY = ['a promise was rejected and not handled', 'an error was thrown and not caught', 'Events are lost: their owner no longer has them'];
const SHOWN = 2_000;

/** Records a line of a service's log that must not be there: a stray failure, or one that is no log line at all. */
export function logFault(recorder: Recorder, process: string, line: string): void {
  if (!recorder.watching || !STRAY.some((text) => line.includes(text))) return;
  recorder.record({ type: 'server-fault', process, line: line.slice(0, SHOWN) });
}
