import { IsBoolean, IsUUID } from 'class-validator';

import { Count, IdList, ListOf, Optional, QueryInteger } from '@hallway/contracts-core';

import { Message } from './message.dto.ts';
import { messageLimits } from './message.limits.ts';

export class ChangesQuery {
  /** The last `rev` that the client has. */
  @QueryInteger(0, Number.MAX_SAFE_INTEGER) since: number;
  @Optional() @QueryInteger(1, 100) limit?: number;
}

export class Changes {
  /** Messages changed after `since`, by `rev`, in their present state. */
  @ListOf(() => Message, messageLimits.changesBeforeReset) items: Message[];
  /** How far the client is after applying the items. */
  @Count() rev: number;
  @IsBoolean() more: boolean;
  /** It is cheaper to reload the window; `items` is then empty. */
  @IsBoolean() reset: boolean;
}

export class SyncEntry {
  @IsUUID() id: string;
  @Count() rev: number;
}

export class SyncRequest {
  @ListOf(() => SyncEntry, messageLimits.syncConversations)
  conversations: SyncEntry[];
}

export class SyncChange {
  @IsUUID() id: string;
  @Count() rev: number;
  @Count() lastSeq: number;
  @Count() readSeq: number;
  @Count() unread: number;
}

export class SyncResult {
  @ListOf(() => SyncChange, messageLimits.syncConversations) changed: SyncChange[];
  /** Conversations that the client did not name. */
  @IdList(10_000) joined: string[];
  /** Conversations that the caller is no longer in. */
  @IdList(messageLimits.syncConversations) left: string[];
}
