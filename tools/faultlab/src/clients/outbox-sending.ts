import { randomUUID } from 'node:crypto';

import type { Client, OutboxMessage } from '@hallway/client';

import { hashOf, type Recorder } from '../lab/recorder';
import type { Sending } from './sending';

interface Waiting {
  op: number;
  begun: boolean;
  /** One try had no answer, so that a later refusal says nothing about it. */
  unsure: boolean;
}

/** Sends as the web app does: through the outbox. */
export class OutboxSending implements Sending {
  private readonly waiting = new Map<string, Waiting>();
  private readonly ignore: () => void;

  constructor(
    private readonly client: Client,
    private readonly who: { user: string; device: string },
    private readonly recorder: Recorder,
  ) {
    this.ignore = client.outbox.subscribe(() => this.look());
  }

  get open(): number {
    return this.waiting.size;
  }

  send(conversationId: string, body: string): void {
    const clientMessageId = randomUUID();
    const { user, device } = this.who;
    const op = this.recorder.invoked(user, device, { kind: 'send', conversationId, clientMessageId, bodyHash: hashOf(body) });
    this.waiting.set(clientMessageId, { op, begun: false, unsure: false });
    void this.client.outbox.enqueue({ conversationId, clientMessageId, body });
  }

  stop(): void {
    this.ignore();
    this.waiting.clear();
  }

  private look(): void {
    const messages = new Map(this.client.outbox.getSnapshot().messages.map((message) => [message.clientMessageId, message]));
    for (const [id, waiting] of this.waiting) this.judge(id, waiting, messages.get(id));
  }

  private judge(id: string, waiting: Waiting, message: OutboxMessage | undefined): void {
    if (message?.state === 'sending') waiting.begun = true;
    if (message?.state === 'queued' && waiting.begun) waiting.unsure = true;
    if (message && message.state !== 'sent' && message.state !== 'failed') return;
    this.waiting.delete(id);
    if (message?.state !== 'failed') return this.recorder.record({ type: 'answered', op: waiting.op });
    const { status = 0, code = '' } = message.problem ?? {};
    if (!waiting.unsure) this.recorder.record({ type: 'refused', op: waiting.op, status, code });
  }
}
