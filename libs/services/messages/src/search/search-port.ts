import type { MessagePlace } from '../messages/message-place';
import type { SearchTerm } from './search-text';

/** Where a search goes on: time in ms and id of the last hit. */
export type SearchCursor = [number, string];

export interface SearchRequest {
  /** Only conversations that this person is in are searched. */
  userId: string;
  /** All of them must be found in a message. */
  terms: SearchTerm[];
  conversationId?: string;
  senderId?: string;
  before?: string;
  after?: string;
  cursor?: SearchCursor;
  limit: number;
}

/** An engine that finds messages, newest first. PostgreSQL is the one there is. */
export abstract class SearchPort {
  abstract find(request: SearchRequest): Promise<MessagePlace[]>;
}
