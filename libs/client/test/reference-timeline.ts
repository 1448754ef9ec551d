import { randomUUID } from 'node:crypto';

import type { ChangeKind, Changes, Message, MessageChange, MessagesChanged, MessageWindow } from '@hallway/contracts-messages';

export interface Send {
  senderId: string;
  clientMessageId: string;
  body: string;
  attachments?: string[];
}

/** One conversation's timeline as the contract describes it, in memory: what every client must agree with. */
export class ReferenceTimeline {
  readonly messages: Message[] = [];
  rev = 0;

  constructor(
    readonly conversationId: string,
    private readonly resetAfter = 500,
  ) {}

  get lastSeq(): number {
    return this.messages.length;
  }

  send({ senderId, clientMessageId, body, attachments = [] }: Send): { message: Message; change: MessageChange | null } {
    const first = this.messages.find((message) => message.senderId === senderId && message.clientMessageId === clientMessageId);
    if (first) return { message: first, change: null };
    const change = this.commit('created', {
      id: randomUUID(),
      conversationId: this.conversationId,
      seq: this.lastSeq + 1,
      rev: 0,
      senderId,
      clientMessageId,
      body,
      attachments: attachments.map((id) => ({ id, fileName: 'file', mimeType: 'text/plain', size: 1, variants: [] })),
      replyTo: null,
      mentions: [],
      reactions: [],
      pinned: false,
      createdAt: new Date(1_700_000_000_000 + this.rev * 1000).toISOString(),
      editedAt: null,
      deletedAt: null,
    });
    return { message: change.message, change };
  }

  edit(seq: number, body: string | null): MessageChange {
    const message = this.messages[seq - 1];
    if (!message) throw new Error(`There is no message ${seq}`);
    return this.commit(body === null ? 'deleted' : 'edited', { ...message, body });
  }

  window({ before, after, around, limit }: { before?: number; after?: number; around?: number; limit: number }): MessageWindow {
    const half = Math.floor(limit / 2);
    let from = this.lastSeq - limit;
    if (before !== undefined) from = before - 1 - limit;
    if (after !== undefined) from = after;
    if (around !== undefined) from = around - 1 - half;
    const to = before === undefined ? from + limit : before - 1;
    const start = Math.max(0, Math.min(from, this.lastSeq));
    const end = Math.max(start, Math.min(to, this.lastSeq));
    return { items: this.messages.slice(start, end), nextCursor: null, hasBefore: start > 0, hasAfter: end < this.lastSeq };
  }

  changes(since: number, limit: number): Changes {
    if (since > this.rev) return { items: [], rev: this.rev, more: false, reset: true };
    const changed = this.messages.filter((message) => message.rev > since).sort((a, b) => a.rev - b.rev);
    if (changed.length > this.resetAfter) return { items: [], rev: this.rev, more: false, reset: true };
    const items = changed.slice(0, limit);
    const more = changed.length > limit;
    return { items, rev: more ? (items.at(-1)?.rev ?? since) : this.rev, more, reset: false };
  }

  private commit(kind: ChangeKind, message: Message): MessageChange {
    this.rev += 1;
    const committed = { ...message, rev: this.rev };
    this.messages[message.seq - 1] = committed;
    return { rev: this.rev, kind, message: committed };
  }
}

export function changed(conversationId: string, ...events: MessageChange[]): MessagesChanged {
  return { conversationId, events };
}
