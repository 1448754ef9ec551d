import { Injectable } from '@nestjs/common';

import { notFound, type ProblemDefinition } from '@hallway/contracts-core';
import { attachmentNotReady, type BatchedSend, emptyMessage, messageLimits, replyNotFound, type StoredMessage } from '@hallway/contracts-messages';
import { Batcher } from '@hallway/service-kit/batches';
import { ProblemError } from '@hallway/service-kit/errors';

import { MemberReadModelService } from '../members/member-read-model.service';
import type { PreparedSend, StoredSend } from './prepared-send';
import { isEmpty } from './send.policy';
import { SendPreparationService } from './send-preparation.service';
import { SendStore, type StoreOutcome } from './send-store';

/** Every send ends as one of these. */
export type SendOutcome = { stored: StoredMessage; repeated: boolean } | { error: unknown };

const refusals: Record<Exclude<StoredSend['status'], 'created' | 'repeated'>, ProblemDefinition> = {
  'not-member': notFound,
  'attachment-not-ready': attachmentNotReady,
  'reply-not-found': replyNotFound,
};

/** Takes sends in three steps: prepare, store, and once more for senders who were not known yet. */
@Injectable()
export class SendService {
  private readonly batcher: Batcher<PreparedSend, StoreOutcome>;

  constructor(
    private readonly store: SendStore,
    private readonly members: MemberReadModelService,
    private readonly preparation: SendPreparationService,
  ) {
    this.batcher = new Batcher({ take: () => messageLimits.batch, handle: (sends) => this.store.store(sends) });
  }

  /** One send; those that arrive while others are being stored share a commit. Throws the problem. */
  async sendOne(send: BatchedSend): Promise<{ stored: StoredMessage; repeated: boolean }> {
    const [outcome] = await this.sendAll([send], (prepared) => Promise.all(prepared.map((one) => this.batcher.add(one))));
    if (!outcome || 'error' in outcome) throw outcome?.error;
    return outcome;
  }

  /** A batch that was collected elsewhere: one outcome per send, in the same order. */
  sendBatch(sends: BatchedSend[]): Promise<SendOutcome[]> {
    return this.sendAll(sends, (prepared) => this.store.store(prepared));
  }

  private async sendAll(sends: BatchedSend[], store: (sends: PreparedSend[]) => Promise<StoreOutcome[]>): Promise<SendOutcome[]> {
    const filled = sends.filter(({ body, attachments = [] }) => !isEmpty(body, attachments));
    const prepared = await this.preparation.prepare(filled);
    const outcomes = prepared.length > 0 ? await this.retryUnknownMembers(prepared, await store(prepared), store) : [];
    outcomes.forEach(({ status }, index) => {
      if (status !== 'created') this.store.markUnusual(prepared[index]!.message.senderId);
    });
    const answers = outcomes.map((outcome, index) => toOutcome(outcome, prepared[index]?.lookupError));
    if (answers.length === sends.length) return answers;
    return sends.map(({ body, attachments = [] }) => (isEmpty(body, attachments) ? { error: new ProblemError(emptyMessage) } : answers.shift()!));
  }

  /** Sends of people who are not known here are tried once more after asking who is in their conversation. */
  private async retryUnknownMembers(
    sends: PreparedSend[],
    first: StoreOutcome[],
    store: (sends: PreparedSend[]) => Promise<StoreOutcome[]>,
  ): Promise<StoreOutcome[]> {
    const unknownSenders = sends.flatMap((send, index) => (first[index]?.status === 'not-member' ? [{ send, index }] : []));
    if (unknownSenders.length === 0) return first;
    const outcomes = [...first];
    const again = await Promise.all(
      unknownSenders.map(async (unknownSender) => {
        const { conversationId, senderId } = unknownSender.send.message;
        try {
          return (await this.members.lookUp(conversationId, senderId)) ? [unknownSender] : [];
        } catch (error) {
          outcomes[unknownSender.index] = { status: 'failed', error };
          return [];
        }
      }),
    );
    const known = again.flat();
    const repeated = known.length > 0 ? await store(known.map(({ send }) => send)) : [];
    known.forEach(({ index }, place) => (outcomes[index] = repeated[place]!));
    return outcomes;
  }
}

function toOutcome(outcome: StoreOutcome, lookupError: unknown): SendOutcome {
  if (outcome.status === 'failed') return { error: outcome.error };
  if (outcome.status === 'attachment-not-ready' && lookupError) return { error: lookupError };
  if (outcome.status !== 'created' && outcome.status !== 'repeated') return { error: new ProblemError(refusals[outcome.status]) };
  return outcome.message ? { stored: outcome.message, repeated: outcome.status === 'repeated' } : { error: new Error('A stored message was not found') };
}
