import type { StoredMessage } from '@hallway/contracts-messages';
import type { WrittenEvent } from '@hallway/event-bus';

import type { MessageDraft } from '../messages/new-message-json';

/** One send, ready to be stored. */
export interface PreparedSend {
  message: MessageDraft;
  /** The message as JSON without the closing brace. */
  openJson: string;
  searchText: string;
  /** Usernames that the text mentions. */
  names: string[];
  /** Why it cannot be stored unless it is there already. */
  problem?: 'attachment-not-ready';
  /** Why its attachments could not be looked up; not stored. */
  lookupError?: unknown;
}

export interface StoredSend {
  status: 'created' | 'repeated' | 'not-member' | 'attachment-not-ready' | 'reply-not-found';
  /** With `created` and `repeated`. */
  message: StoredMessage | null;
}

/** What a statement stored, committed. */
export interface SendResult {
  outcomes: StoredSend[];
  /** The outbox rows that were written with it. */
  events: WrittenEvent[];
}
