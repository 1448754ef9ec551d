import type { Message } from '@hallway/contracts-messages';

import type { SeenMessage } from '../history/history-event';
import { hashOf } from '../lab/recorder';

/** A message as the history keeps it: without its text. */
export function seen({ id, seq, rev, senderId, clientMessageId, body }: Message): SeenMessage {
  return { id, seq, rev, senderId, clientMessageId, bodyHash: body === null ? null : hashOf(body) };
}
