import { receiptsApi } from '@hallway/contracts-messages';

import { isRetryable } from '../http/client-problem.ts';
import type { Http } from '../http/http.ts';
import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import type { Connection } from '../socket/connection.ts';

export type MarkKind = 'read' | 'delivered';

interface PendingMark {
  seq: number;
  cancel: (() => void) | null;
  busy: boolean;
  failures: number;
}

/** How long marks are collected before the highest is sent. */
const collectMs: Record<MarkKind, number> = { read: 300, delivered: 1_000 };

/** Sends the user's own read and delivery marks: only the highest, and again until the server has it. */
export class OwnMarks {
  private readonly pending = new Map<string, PendingMark>();
  private readonly sent = new Map<string, number>();

  constructor(
    private readonly http: Http,
    private readonly connection: Connection,
    private readonly clock: Clock,
    private readonly backoff: BackoffLimits,
  ) {
    connection.onUp(() => this.flush());
  }

  move(kind: MarkKind, conversationId: string, seq: number): void {
    const key = `${kind} ${conversationId}`;
    const mark = this.pending.get(key) ?? { seq: this.sent.get(key) ?? 0, cancel: null, busy: false, failures: 0 };
    if (seq <= mark.seq) return;
    mark.seq = seq;
    this.pending.set(key, mark);
    if (!mark.busy) mark.cancel ??= this.clock.after(collectMs[kind], () => void this.send(key, kind, conversationId, mark));
  }

  /** The page may be gone before the next is sent: what was read goes out now, even what is on its way over a socket that ends with the page. */
  leave(): void {
    for (const [key, { seq }] of this.pending) {
      const [kind, conversationId] = key.split(' ') as [MarkKind, string];
      // The next visit finds out if it did not arrive.
      if (kind === 'read') this.http.call(receiptsApi.read, { params: { conversationId }, body: { seq }, keepalive: true }).catch(() => undefined);
    }
  }

  reset(): void {
    for (const mark of this.pending.values()) mark.cancel?.();
    this.pending.clear();
    this.sent.clear();
  }

  private flush(): void {
    for (const [key, mark] of this.pending) {
      if (mark.busy || mark.failures === 0) continue;
      mark.cancel?.();
      const [kind, conversationId] = key.split(' ') as [MarkKind, string];
      void this.send(key, kind, conversationId, mark);
    }
  }

  private async send(key: string, kind: MarkKind, conversationId: string, mark: PendingMark): Promise<void> {
    const { seq } = mark;
    mark.cancel = null;
    mark.busy = true;
    let again = 0;
    try {
      await this.deliver(kind, conversationId, seq);
      this.sent.set(key, seq);
      mark.failures = 0;
    } catch (error) {
      mark.failures += 1;
      // What is refused stays refused; a later mark is tried on its own.
      if (isRetryable(error)) again = backoffDelay(mark.failures, this.backoff);
    }
    mark.busy = false;
    if (this.pending.get(key) !== mark) return;
    if (again === 0 && mark.seq === seq) this.pending.delete(key);
    else mark.cancel = this.clock.after(again || collectMs[kind], () => void this.send(key, kind, conversationId, mark));
  }

  private async deliver(kind: MarkKind, conversationId: string, seq: number): Promise<void> {
    if (this.connection.online) {
      await this.connection.emit(kind === 'read' ? 'conversation:read' : 'conversation:delivered', { conversationId, seq });
    } else {
      await this.http.call(kind === 'read' ? receiptsApi.read : receiptsApi.delivered, { params: { conversationId }, body: { seq } });
    }
  }
}
