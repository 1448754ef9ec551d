import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { type Client, isRetryable, NetworkProblem } from '@hallway/client';

import { hashOf, type Recorder } from '../lab/recorder';
import { recordRefusal, recordServerFault } from './refusal';
import type { Sending } from './sending';

const RETRY_MS = 250;
/** Less than the SDK's own, so that a lost answer is noticed while the fault lasts. */
const ANSWER_MS = 4_000;

/** Sends as a bot without an outbox does: `message:send` with the same id again until there is an answer. */
export class DirectSending implements Sending {
  private readonly lanes = new Map<string, Promise<void>>();
  private stopped = false;
  open = 0;

  constructor(
    private readonly client: Client,
    private readonly who: { user: string; device: string },
    private readonly recorder: Recorder,
  ) {}

  send(conversationId: string, body: string): void {
    const clientMessageId = randomUUID();
    const { user, device } = this.who;
    const op = this.recorder.invoked(user, device, { kind: 'send', conversationId, clientMessageId, bodyHash: hashOf(body) });
    this.open += 1;
    const turn = (this.lanes.get(conversationId) ?? Promise.resolve()).then(() => this.untilAnswered(op, { conversationId, clientMessageId, body }));
    this.lanes.set(
      conversationId,
      turn.finally(() => (this.open -= 1)),
    );
  }

  stop(): void {
    this.stopped = true;
  }

  private async untilAnswered(op: number, message: { conversationId: string; clientMessageId: string; body: string }): Promise<void> {
    let unsure = false;
    while (!this.stopped) {
      try {
        const { id, seq, rev } = await this.client.emit('message:send', message, { timeoutMs: ANSWER_MS });
        return this.recorder.record({ type: 'answered', op, messageId: id, seq, rev });
      } catch (error) {
        if (!isRetryable(error)) {
          if (!unsure) recordRefusal(this.recorder, op, error);
          return;
        }
        recordServerFault(this.recorder, 'message:send', error);
        unsure ||= !neverLeft(error);
        await delay(RETRY_MS);
      }
    }
  }
}

function neverLeft(error: unknown): boolean {
  return error instanceof NetworkProblem && error.reason === 'offline';
}
