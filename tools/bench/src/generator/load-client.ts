import { randomUUID } from 'node:crypto';

import { readStamps, stampedBody } from './message-stamp';
import { nowMicros } from './monotonic-clock';
import { SocketIoConnection } from './socket-io-connection';
import type { WorkerCounters } from './worker-counters';
import type { ClientPlan } from './worker-protocol';

/** One connection of the load, with its sends that are not acknowledged yet. */
export class LoadClient {
  private readonly connection: SocketIoConnection;
  private readonly pending = new Map<number, number>();
  private next = 0;
  private closing = false;

  constructor(
    private readonly plan: ClientPlan,
    private readonly counters: WorkerCounters,
    private readonly onIdle: (client: LoadClient) => void,
  ) {
    this.connection = new SocketIoConnection(plan.url, plan.auth, {
      onAck: (number, ok) => this.onAck(number, ok),
      onEvent: (frame) => this.onEvent(frame),
      onClose: () => this.onClose(),
    });
  }

  get sends(): boolean {
    return this.plan.sends;
  }

  connected(): Promise<void> {
    return this.connection.connected();
  }

  /** @param due when it should be sent; latency counts from there, so that a late sender hides nothing */
  send(due = nowMicros()): void {
    const number = this.next;
    this.next += 1;
    this.pending.set(number, due);
    this.counters.sent();
    this.connection.emit(number, 'message:send', { conversationId: this.plan.conversationId, clientMessageId: randomUUID(), body: stampedBody(due) });
  }

  close(): void {
    this.closing = true;
    this.connection.close();
  }

  private onAck(number: number, ok: boolean): void {
    const due = this.pending.get(number);
    if (due === undefined) return;
    this.pending.delete(number);
    if (ok) this.counters.acknowledged(nowMicros() - due);
    else this.counters.refused();
    this.onIdle(this);
  }

  private onEvent(frame: Buffer): void {
    const now = nowMicros();
    let found = false;
    readStamps(frame, (due) => {
      found = true;
      this.counters.delivered(now - due);
    });
    if (found) this.counters.frame();
  }

  private onClose(): void {
    if (!this.closing) this.counters.lost();
  }
}
