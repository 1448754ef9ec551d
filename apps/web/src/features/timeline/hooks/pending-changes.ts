import type { Message, Reaction } from '@hallway/contracts-messages';

import { LocalStore } from '../../../lib/local-store';

/** One change that the reader has made and the server has not published yet. */
interface PendingChange {
  apply: (message: Message) => Message;
  /** Once the server has answered: the `rev` that has it. */
  since: number | null;
}

type Pending = ReadonlyMap<string, readonly PendingChange[]>;

const none: Pending = new Map();

/** What the reader did, shown at once over what the server has sent; gone when that has caught up. */
export class PendingChanges extends LocalStore<Pending> {
  private readonly lines = new Map<string, Promise<unknown>>();

  constructor() {
    super(none);
  }

  /** Shows a change while `call` runs, one after the other for each message. Rejects as the call does; the change is gone then. */
  async make(messageId: string, apply: (message: Message) => Message, call: () => Promise<Message>): Promise<Message> {
    const change: PendingChange = { apply, since: null };
    this.put(messageId, [...this.of(messageId), change]);
    const before = this.lines.get(messageId) ?? Promise.resolve();
    // How the one before ended was reported to its caller.
    const line = before.catch(() => undefined).then(call);
    this.lines.set(messageId, line);
    try {
      const message = await line;
      this.put(
        messageId,
        this.of(messageId).map((other) => (other === change ? { ...change, since: message.rev } : other)),
      );
      return message;
    } catch (error) {
      this.put(
        messageId,
        this.of(messageId).filter((other) => other !== change),
      );
      throw error;
    } finally {
      if (this.lines.get(messageId) === line) this.lines.delete(messageId);
    }
  }

  /** Forgets what these messages show by themselves. */
  settle(messages: readonly Message[]): void {
    for (const message of messages) {
      const changes = this.of(message.id);
      const open = changes.filter((change) => isOpen(change, message));
      if (open.length < changes.length) this.put(message.id, open);
    }
  }

  private of(messageId: string): readonly PendingChange[] {
    return this.getSnapshot().get(messageId) ?? [];
  }

  private put(messageId: string, changes: readonly PendingChange[]): void {
    const next = new Map(this.getSnapshot());
    if (changes.length > 0) next.set(messageId, changes);
    else next.delete(messageId);
    this.set(next);
  }
}

function isOpen({ since }: PendingChange, message: Message): boolean {
  return since === null || message.rev < since;
}

/** The messages as the reader should see them; the same objects where nothing is pending. */
export function withPending(messages: readonly Message[], pending: Pending): readonly Message[] {
  if (pending.size === 0) return messages;
  return messages.map((message) => {
    const open = pending.get(message.id)?.filter((change) => isOpen(change, message)) ?? [];
    if (open.length === 0) return message;
    // Between two revs: what is remembered by rev must not be taken for the server's.
    return { ...open.reduce((changed, { apply }) => apply(changed), message), rev: message.rev + 0.5 };
  });
}

/** The reactions after one person gave or took one. */
export function withReaction(reactions: readonly Reaction[], emoji: string, userId: string, given: boolean): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known) return given ? [...reactions, { emoji, userIds: [userId], count: 1 }] : [...reactions];
  if (known.userIds.includes(userId) === given) return [...reactions];
  const userIds = given ? [...known.userIds, userId] : known.userIds.filter((id) => id !== userId);
  const changed = { emoji, userIds, count: known.count + (given ? 1 : -1) };
  return reactions.flatMap((reaction) => (reaction !== known ? [reaction] : changed.count > 0 ? [changed] : []));
}
