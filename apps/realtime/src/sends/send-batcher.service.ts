import { setImmediate as endOfTurn } from 'node:timers/promises';

import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { unavailable } from '@hallway/contracts-core';
import { type BatchedSend, type BatchOutcome, type Message, messageLimits, messagesInternalApi } from '@hallway/contracts-messages';
import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { ProblemError } from '@hallway/service-kit/errors';
import { ServiceClient } from '@hallway/service-kit/http';

import { RealtimeConfig } from '../config';
import { SocketMetrics } from '../sockets/socket-metrics.service';
import { LiveTimeline } from '../timeline/live-timeline.service';
import { committedChanges } from './committed-changes';

/** A send is answered within this time, with the message or with a problem. */
const answerWithinMs = 10_000;
/** Keeps one request far below what the messages service accepts. */
const maxBatchCharacters = 1_000_000;
const maxWaiting = 20_000;
const maxLanes = 8;

interface Waiting {
  send: BatchedSend;
  until: number;
  resolve: (message: Message) => void;
  reject: (error: unknown) => void;
}

interface Lane {
  queue: Waiting[];
  busy: boolean;
  /** Settled when everything queued until now is. */
  latest: Promise<unknown>;
}

function busy(): ProblemError {
  return new ProblemError(unavailable, { detail: 'The message was not stored in time; send it again with the same clientMessageId', retryAfterSeconds: 1 });
}

/** Always the same lane for a conversation, so that the sends of one sender keep their order in it. */
function laneOf(conversationId: string, lanes: number): number {
  return Number.parseInt(conversationId.slice(-4), 16) % lanes;
}

/**
 * Collects what arrives while an earlier batch is on its way and sends it as one request: many
 * messages, one commit. There is no timer, so an idle system sends at once.
 */
@Injectable()
export class SendBatcher implements BeforeApplicationShutdown {
  private readonly lanes: Lane[];
  private waiting = 0;

  constructor(
    config: RealtimeConfig,
    private readonly client: ServiceClient,
    private readonly metrics: SocketMetrics,
    private readonly timeline: LiveTimeline,
  ) {
    const count = Math.min(maxLanes, Math.max(1, config.MESSAGES_URL.length));
    this.lanes = Array.from({ length: count }, () => ({ queue: [], busy: false, latest: Promise.resolve() }));
  }

  /** Answers the committed message. */
  send(send: BatchedSend): Promise<Message> {
    const lane = this.lanes[laneOf(send.conversationId, this.lanes.length)];
    if (!lane || this.waiting >= maxWaiting) throw busy();
    const answer = new Promise<Message>((resolve, reject) => {
      lane.queue.push({ send, until: Date.now() + answerWithinMs, resolve, reject });
    });
    lane.latest = answer;
    this.count(1);
    void this.run(lane);
    return answer;
  }

  /** What clients have handed over until now is still stored and answered. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.lanes.map(({ latest }) => latest));
  }

  private async run(lane: Lane): Promise<void> {
    if (lane.busy) return;
    lane.busy = true;
    // Whatever else this turn of the event loop brings goes along: all sockets that have something to read.
    await endOfTurn();
    for (let batch = this.take(lane); batch.length > 0; batch = this.take(lane)) {
      await this.store(batch);
      this.count(-batch.length);
    }
    lane.busy = false;
  }

  private take(lane: Lane): Waiting[] {
    let size = 0;
    let characters = 0;
    for (const { send } of lane.queue) {
      characters += send.body.length;
      if (size === messageLimits.batch || (size > 0 && characters > maxBatchCharacters)) break;
      size += 1;
    }
    return lane.queue.splice(0, size);
  }

  private async store(batch: Waiting[]): Promise<void> {
    const deadlineMs = Math.min(...batch.map(({ until }) => until)) - Date.now();
    this.metrics.batch(batch.length);
    try {
      if (deadlineMs <= 0) throw busy();
      // Storing a send twice gives the first message, so that a batch may be repeated.
      const body = { sends: batch.map(({ send }) => send) };
      // Not in the context of the sender who happens to be first.
      const { outcomes } = await requestContext.run(newRequestContext(), () => this.client.call(messagesInternalApi.batch, { body, deadlineMs, idempotent: true }));
      for (const changed of committedChanges(outcomes)) this.timeline.lead(changed);
      batch.forEach((waiting, at) => settle(waiting, outcomes[at]));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private count(change: number): void {
    this.waiting += change;
    this.metrics.sendsWaiting(this.waiting);
  }
}

function settle({ resolve, reject }: Waiting, outcome: BatchOutcome | undefined): void {
  if (outcome?.message) resolve(outcome.message);
  else if (outcome?.problem) reject(new ProblemError(outcome.problem, { detail: outcome.problem.detail, errors: outcome.problem.errors }));
  else reject(new Error('messages left a send without an outcome'));
}
