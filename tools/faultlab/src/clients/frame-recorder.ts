import type { ServerEventName, ServerPayload } from '@hallway/contracts-realtime';

import type { Recorder } from '../lab/recorder';
import { seen } from './seen-message';

export type Listen = <N extends ServerEventName>(event: N, handler: (payload: ServerPayload<N>) => void) => unknown;

/**
 * Writes down what the server tells a socket about messages and marks.
 *
 * @param opened told before each: what arrives with a new connection comes before the socket says that it is connected
 */
export function recordFrames(recorder: Recorder, { user, device }: { user: string; device: string }, listen: Listen, opened: () => void): void {
  listen('messages:changed', ({ conversationId, events }) => {
    opened();
    const changes = events.map(({ rev, kind, message }) => ({ rev, kind, message: seen(message) }));
    recorder.record({ type: 'frame', user, device, conversationId, events: changes });
  });
  listen('receipts:changed', ({ conversationId, read = [], delivered = [] }) => {
    opened();
    for (const { userId, seq } of read) recorder.record({ type: 'mark', user, device, conversationId, of: userId, mark: 'read', seq });
    for (const { userId, seq } of delivered) recorder.record({ type: 'mark', user, device, conversationId, of: userId, mark: 'delivered', seq });
  });
}
