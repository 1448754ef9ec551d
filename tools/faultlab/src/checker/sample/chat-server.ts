import type { FinalMarks, FinalTimeline, SeenMessage } from '../../history/history-event';

export type Mark = 'read' | 'delivered';
export type Change = { rev: number; kind: string; message: SeenMessage };

/** What the server of a broken history does wrong. */
export type Bug =
  | 'acks-without-storing'
  | 'stores-another-text'
  | 'invents-a-message'
  | 'stores-what-it-refused'
  | 'skips-a-number'
  | 'stores-a-repeat'
  | 'keeps-a-number-back'
  | 'tells-the-removed'
  | 'takes-from-the-removed';

interface Sent {
  sender: string;
  clientMessageId: string;
  bodyHash: string;
}

/** A conversation as a right server keeps it: two counters, a timeline, marks, members. */
export class ChatConversation {
  readonly messages: SeenMessage[] = [];
  readonly members: Set<string>;
  readonly joinedSeq = new Map<string, number>();
  private readonly marks = new Map<string, number>();
  private lastSeq = 0;
  private lastRev = 0;
  private keptBack: number | undefined;
  private keptBackOnce = false;

  constructor(
    readonly id: string,
    members: readonly string[],
    private readonly bug?: Bug,
  ) {
    this.members = new Set(members);
  }

  /** A repeat answers the first message; then nothing changed. */
  send({ sender, clientMessageId, bodyHash }: Sent): { message: SeenMessage; change?: Change } {
    const first = this.messages.find((message) => message.senderId === sender && message.clientMessageId === clientMessageId);
    if (first && this.bug !== 'stores-a-repeat') return { message: { ...first } };
    const seq = this.takeNumber();
    if (this.bug === 'acks-without-storing' && seq % 3 === 0) {
      this.lastSeq -= 1;
      return { message: { id: `lost-${clientMessageId}`, seq, rev: this.lastRev + 1, senderId: sender, clientMessageId, bodyHash } };
    }
    const stored = this.bug === 'stores-another-text' ? `${bodyHash}-other` : bodyHash;
    const message = { id: `${this.id}-m${seq}`, seq, rev: 0, senderId: sender, clientMessageId, bodyHash: stored };
    this.messages.push(message);
    this.raise(sender, 'read', seq);
    return { message, change: this.changed(message, 'created') };
  }

  /** Nothing, when it would say what it says already. */
  edit(message: SeenMessage, bodyHash: string): Change | undefined {
    if (message.bodyHash === null || message.bodyHash === bodyHash) return undefined;
    message.bodyHash = bodyHash;
    return this.changed(message, 'edited');
  }

  delete(message: SeenMessage): Change | undefined {
    if (message.bodyHash === null) return undefined;
    message.bodyHash = null;
    return this.changed(message, 'deleted');
  }

  react(message: SeenMessage): Change {
    return this.changed(message, 'reacted');
  }

  /** The mark, when this moved it. */
  mark(user: string, mark: Mark, wanted: number): number | undefined {
    const seq = Math.min(wanted, this.lastSeq);
    if (!this.members.has(user) || seq <= (this.joinedSeq.get(user) ?? 0)) return undefined;
    return this.raise(user, mark, seq) ? seq : undefined;
  }

  join(user: string): void {
    if (this.members.has(user)) return;
    this.members.add(user);
    this.joinedSeq.set(user, this.lastSeq);
  }

  timeline(t: number): FinalTimeline {
    const messages = this.messages.map((message) => ({ ...message })).sort((a, b) => a.seq - b.seq);
    return { type: 'timeline', t, conversationId: this.id, lastSeq: this.lastSeq, lastRev: this.lastRev, messages };
  }

  finalMarks(t: number): FinalMarks {
    const marks = [...this.marks].map(([key, seq]) => {
      const [userId = '', mark = 'read'] = key.split(' ');
      return { userId, mark: mark as Mark, seq };
    });
    const unread = [...this.members].map((userId) => ({ userId, ...this.unreadOf(userId) }));
    return { type: 'marks', t, conversationId: this.id, marks, unread };
  }

  unreadOf(user: string): { unread: number; readSeq: number; lastSeq: number } {
    const readSeq = Math.max(this.marks.get(`${user} read`) ?? 0, this.joinedSeq.get(user) ?? 0);
    return { unread: Math.max(0, this.lastSeq - readSeq), readSeq, lastSeq: this.lastSeq };
  }

  private raise(user: string, mark: Mark, seq: number): boolean {
    const key = `${user} ${mark}`;
    if ((this.marks.get(key) ?? 0) >= seq) return false;
    this.marks.set(key, seq);
    return true;
  }

  private changed(message: SeenMessage, kind: string): Change {
    this.lastRev += 1;
    message.rev = this.lastRev;
    return { rev: this.lastRev, kind, message: { ...message } };
  }

  private takeNumber(): number {
    const kept = this.keptBack;
    this.keptBack = undefined;
    if (kept !== undefined) return kept;
    this.lastSeq += this.bug === 'skips-a-number' && this.lastSeq === 2 && this.lastRev > 4 ? 2 : 1;
    // Not before there are more changes than messages: a message cannot have a higher number than rev.
    if (this.bug === 'keeps-a-number-back' && !this.keptBackOnce && this.lastRev > this.lastSeq + 1) {
      this.keptBackOnce = true;
      this.keptBack = this.lastSeq;
      this.lastSeq += 1;
    }
    return this.lastSeq;
  }
}
