import { setImmediate as endOfTurn } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { unavailable } from '@hallway/contracts-core';
import { type BatchedSend, type BatchOutcome, messageLimits, messagesInternalApi } from '@hallway/contracts-messages';
import { ServiceClient } from '@hallway/service-calls';
import { Batcher } from '@hallway/service-kit/batches';
import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { ProblemError } from '@hallway/service-kit/errors';
import { SpanKind, type SpanStart, Tracing } from '@hallway/service-kit/tracing';

import { RealtimeConfig } from '../config';
import { SenderMarksService } from '../receipts/sender-marks.service';
import { JsonText } from '../sockets/json-text';
import { SocketMetricsService } from '../sockets/socket-metrics.service';
import type { CommittedChange } from '../timeline/committed-change';
import { DeliveredEventsService } from '../timeline/delivered-events.service';
import { LiveTimelineService } from '../timeline/live-timeline.service';
import { committedChanges } from './committed-changes';

/** A send is answered within this time, with the message or with a problem. */
const answerWithinMs = 10_000;
/** Keeps one request far below what the messages service accepts. */
const maxBatchCharacters = 1_000_000;
const maxWaiting = 20_000;
const maxLanes = 8;

/** A send, and when it arrived, by the clock of the process. */
interface TimedSend {
  send: BatchedSend;
  since: number;
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
export class SendBatcherService implements BeforeApplicationShutdown {
  private readonly lanes: Batcher<TimedSend, BatchOutcome>[];
  private waiting = 0;

  constructor(
    config: RealtimeConfig,
    private readonly client: ServiceClient,
    private readonly metrics: SocketMetricsService,
    private readonly timeline: LiveTimelineService,
    private readonly deliveredEvents: DeliveredEventsService,
    private readonly senders: SenderMarksService,
    private readonly tracing: Tracing,
  ) {
    const count = Math.min(maxLanes, Math.max(1, config.MESSAGES_URL.length));
    // Whatever else this turn of the event loop brings goes along: all sockets that have something to read.
    const options = { take: howManyFit, handle: (batch: TimedSend[]) => this.store(batch), gather: () => endOfTurn() };
    this.lanes = Array.from({ length: count }, () => new Batcher(options));
  }

  /** Answers the committed message. */
  async send(send: BatchedSend): Promise<JsonText> {
    const lane = this.lanes[laneOf(send.conversationId, this.lanes.length)];
    if (!lane || this.waiting >= maxWaiting) throw busy();
    this.count(1);
    try {
      return messageOf(await lane.add({ send, since: performance.now() }));
    } finally {
      this.count(-1);
    }
  }

  /** What clients have handed over until now is still stored and answered. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.idle()));
  }

  private async store(batch: TimedSend[]): Promise<BatchOutcome[]> {
    // They keep the order in which they came: no send has waited longer than the first.
    const { since } = batch[0]!;
    this.metrics.batch(batch.length);
    // Not in the context of the sender who happens to be first.
    const context = newRequestContext();
    const span = this.tracing.beginContext(context, undefined, this.spanOf(batch));
    try {
      const deadlineMs = since + answerWithinMs - performance.now();
      if (deadlineMs <= 0) throw busy();
      const body = { sends: batch.map(({ send }) => send) };
      const { outcomes } = await requestContext.run(context, () => this.client.call(messagesInternalApi.batch, { body, deadlineMs }));
      this.deliverAll(committedChanges(body.sends, outcomes));
      span?.addEvent('delivered to sockets of this replica');
      return outcomes;
    } finally {
      this.metrics.acknowledged((performance.now() - since) / 1_000);
      span?.end();
    }
  }

  /** From the arrival of the first to the acknowledgement of all. */
  private spanOf(batch: TimedSend[]): SpanStart {
    const startTime = performance.timeOrigin + batch[0]!.since;
    return { name: 'message:send', kind: SpanKind.SERVER, startTime, attributes: { 'messaging.batch.message_count': batch.length } };
  }

  /** At once, in the turn of the acknowledgements; the stream brings what cannot be delivered yet. */
  private deliverAll(changes: CommittedChange[]): void {
    let first: CommittedChange | undefined;
    for (const change of changes) {
      if (!this.timeline.deliverOptimistically(change)) continue;
      first ??= change;
      if (!change.eventId) continue;
      this.deliveredEvents.add(change.eventId);
      this.senders.moved(change.conversationId, change.marks);
    }
    if (first) this.metrics.delivered('optimistic', first.marks[0]!.at);
  }

  private count(change: number): void {
    this.waiting += change;
    this.metrics.sendsWaiting(this.waiting);
  }
}

function howManyFit(waiting: readonly TimedSend[]): number {
  let size = 0;
  let characters = 0;
  for (const { send } of waiting) {
    characters += send.body.length;
    if (size === messageLimits.batch || (size > 0 && characters > maxBatchCharacters)) break;
    size += 1;
  }
  return size;
}

function messageOf(outcome: BatchOutcome | undefined): JsonText {
  if (outcome?.stored) return new JsonText(outcome.stored.json);
  if (outcome?.problem) throw new ProblemError(outcome.problem, { detail: outcome.problem.detail, errors: outcome.problem.errors });
  throw new Error('messages left a send without an outcome');
}
