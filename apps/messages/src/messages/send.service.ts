import { Injectable } from '@nestjs/common';

import { notFound, type ProblemDefinition } from '@hallway/contracts-core';
import { attachmentNotReady, type BatchedSend, emptyMessage, type Message, messageLimits, replyNotFound } from '@hallway/contracts-messages';
import { Transactions } from '@hallway/service-kit/database';
import { isStoreFailure, ProblemError } from '@hallway/service-kit/errors';
import { Outbox } from '@hallway/service-kit/events';
import { Metrics } from '@hallway/service-kit/metrics';

import { MembershipsService } from '../memberships/memberships.service';
import { DraftsService } from './drafts.service';
import { isEmpty } from './message.policy';
import { SendBatcher } from './send-batcher';
import { type PreparedSend, SendRepository, type StoredSend } from './send.repository';

/** Every send ends as one of these. */
export type SendOutcome = { message: Message; repeated: boolean } | { error: unknown };

type StoreOutcome = StoredSend | { status: 'failed'; error: unknown };

const refusals: Record<Exclude<StoredSend['status'], 'created' | 'repeated'>, ProblemDefinition> = {
  'not-member': notFound,
  'attachment-not-ready': attachmentNotReady,
  'reply-not-found': replyNotFound,
};

/** Stores messages, many in one commit. */
@Injectable()
export class SendService {
  private readonly batcher = new SendBatcher<PreparedSend, StoreOutcome>(messageLimits.batch, (sends) => this.store(sends));
  private readonly sent;
  private readonly batchSizes;

  constructor(
    private readonly sends: SendRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly memberships: MembershipsService,
    private readonly drafts: DraftsService,
    metrics: Metrics,
  ) {
    this.sent = metrics.counter('hallway_messages_sent_total', 'Messages stored', ['kind']);
    this.batchSizes = metrics.histogram('send_batch_messages', 'Sends stored in one commit', [], [1, 2, 4, 8, 16, 32, 64, 128, 256]);
  }

  /** One send; those that arrive while others are being stored share a commit. Throws the problem. */
  async sendOne(send: BatchedSend): Promise<{ message: Message; repeated: boolean }> {
    const [outcome] = await this.sendAll([send], (prepared) => Promise.all(prepared.map((one) => this.batcher.add(one))));
    if (!outcome || 'error' in outcome) throw outcome?.error;
    return outcome;
  }

  /** A batch that was collected elsewhere: one outcome per send, in the same order. */
  sendBatch(sends: BatchedSend[]): Promise<SendOutcome[]> {
    return this.sendAll(sends, (prepared) => this.store(prepared));
  }

  private async sendAll(sends: BatchedSend[], store: (sends: PreparedSend[]) => Promise<StoreOutcome[]>): Promise<SendOutcome[]> {
    const filled = sends.filter(({ body, attachments = [] }) => !isEmpty(body, attachments));
    const prepared = await this.drafts.prepare(filled);
    const outcomes = prepared.length > 0 ? await this.askAndRepeat(prepared, await store(prepared), store) : [];
    const answers = outcomes.map((outcome, index) => toOutcome(outcome, prepared[index]?.obstacle));
    return sends.map(({ body, attachments = [] }) => (isEmpty(body, attachments) ? { error: new ProblemError(emptyMessage) } : answers.shift()!));
  }

  /** Sends of people who are not known here are tried once more after asking who is in their conversation. */
  private async askAndRepeat(
    sends: PreparedSend[], first: StoreOutcome[], store: (sends: PreparedSend[]) => Promise<StoreOutcome[]>,
  ): Promise<StoreOutcome[]> {
    const outcomes = [...first];
    const strangers = sends.flatMap((send, index) => (outcomes[index]?.status === 'not-member' ? [{ send, index }] : []));
    if (strangers.length === 0) return outcomes;
    const again = await Promise.all(strangers.map(async (stranger) => {
      const { conversationId, senderId } = stranger.send.message;
      try {
        return (await this.memberships.lookUp(conversationId, senderId)) ? [stranger] : [];
      } catch (error) {
        outcomes[stranger.index] = { status: 'failed', error };
        return [];
      }
    }));
    const known = again.flat();
    const repeated = known.length > 0 ? await store(known.map(({ send }) => send)) : [];
    known.forEach(({ index }, place) => (outcomes[index] = repeated[place]!));
    return outcomes;
  }

  /** Stores each key once; further sends of the same key share its outcome. */
  private async store(sends: PreparedSend[]): Promise<StoreOutcome[]> {
    const keys = sends.map(({ message }) => `${message.conversationId}:${message.senderId}:${message.clientMessageId}`);
    const places = new Map<string, number>();
    const unique = sends.filter((_send, index) => {
      const key = keys[index]!;
      if (places.has(key)) return false;
      places.set(key, places.size);
      return true;
    });
    const stored = await this.commitApart(unique);
    const seen = new Set<string>();
    return keys.map((key) => {
      const outcome = stored[places.get(key)!]!;
      if (!seen.has(key)) seen.add(key);
      else if (outcome.status === 'created') return { ...outcome, status: 'repeated' };
      return outcome;
    });
  }

  /** One send that the database cannot take must not fail the others. */
  private async commitApart(sends: PreparedSend[]): Promise<StoreOutcome[]> {
    try {
      return await this.commit(sends);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      if (sends.length === 1) return [{ status: 'failed', error }];
      const half = Math.ceil(sends.length / 2);
      return [...(await this.commitApart(sends.slice(0, half))), ...(await this.commitApart(sends.slice(half)))];
    }
  }

  private async commit(sends: PreparedSend[]): Promise<StoredSend[]> {
    const { outcomes, events } = await this.transactions.statement((source) => this.sends.send(source, sends));
    this.outbox.committed(events);
    this.batchSizes.observe(sends.length);
    for (const { status, message } of outcomes) {
      if (status === 'created') this.sent.inc({ kind: message?.attachments.length ? 'file' : 'text' });
    }
    return outcomes;
  }
}

function toOutcome(outcome: StoreOutcome, obstacle: unknown): SendOutcome {
  if (outcome.status === 'failed') return { error: outcome.error };
  if (outcome.status === 'attachment-not-ready' && obstacle) return { error: obstacle };
  if (outcome.status !== 'created' && outcome.status !== 'repeated') return { error: new ProblemError(refusals[outcome.status]) };
  return outcome.message ? { message: outcome.message, repeated: outcome.status === 'repeated' } : { error: new Error('A stored message was not found') };
}
