import { Injectable } from '@nestjs/common';

import { Outbox } from '@hallway/event-bus';
import { Transactions } from '@hallway/service-kit/database';
import { isStoreFailure } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';

import { RecentKeys } from '../recent-keys';
import { CheckedSendRepository } from './checked-send.repository';
import { isPlain, PlainSendRepository } from './plain-send.repository';
import type { PreparedSend, SendResult, StoredSend } from './prepared-send';

export type StoreOutcome = StoredSend | { status: 'failed'; error: unknown };

/** A sender or a file is not known; a message is there already. */
const expectedCodes: ReadonlySet<string> = new Set(['HW001', '23505']);

const keyOf = ({ message }: PreparedSend): string => `${message.conversationId}:${message.senderId}:${message.clientMessageId}`;

/** Stores batches of sends: those that need no question in one way, the others in one that judges each. */
@Injectable()
export class SendStore {
  /** Who was refused, or repeated a send: another try like that costs all that are stored with it. */
  private readonly unusualSenders = new RecentKeys(5_000);
  private readonly sent;
  private readonly batchSizes;

  constructor(
    private readonly checkedSends: CheckedSendRepository,
    private readonly plainSends: PlainSendRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.sent = metrics.counter('hallway_messages_sent_total', 'Messages stored', ['kind']);
    this.batchSizes = metrics.histogram('send_batch_messages', 'Sends stored in one commit', [], [1, 2, 4, 8, 16, 32, 64, 128, 256]);
  }

  /** Stores each key once; further sends of the same key share its outcome. Answers one outcome a send, in their order. */
  async store(sends: PreparedSend[]): Promise<StoreOutcome[]> {
    const keys = sends.map(keyOf);
    const places = new Map<string, number>();
    const unique = sends.filter((_send, index) => {
      const key = keys[index]!;
      if (places.has(key)) return false;
      places.set(key, places.size);
      return true;
    });
    const stored = await this.storeUnique(unique);
    const seen = new Set<string>();
    return keys.map((key) => {
      const outcome = stored[places.get(key)!]!;
      if (!seen.has(key)) seen.add(key);
      else if (outcome.status === 'created') return { ...outcome, status: 'repeated' };
      return outcome;
    });
  }

  /** For a while, looks at each send of this person, wherever it goes. */
  markUnusual(senderId: string): void {
    this.unusualSenders.add(senderId);
  }

  /** A conversation's sends keep their order, so all of them go one way. */
  private async storeUnique(sends: PreparedSend[]): Promise<StoreOutcome[]> {
    const isUnusual = (send: PreparedSend): boolean => !isPlain(send) || this.unusualSenders.has(send.message.senderId);
    const others = new Set(sends.filter(isUnusual).map(({ message }) => message.conversationId));
    if (others.size === 0) return this.storePlain(sends);
    const isOther = ({ message }: PreparedSend): boolean => others.has(message.conversationId);
    const plain = sends.filter((send) => !isOther(send));
    const storedPlain = plain.length > 0 ? await this.storePlain(plain) : [];
    const storedOthers = await this.storeBisecting(sends.filter(isOther));
    return sends.map((send) => (isOther(send) ? storedOthers : storedPlain).shift()!);
  }

  private async storePlain(sends: PreparedSend[]): Promise<StoreOutcome[]> {
    try {
      const result = await this.transactions.statement((source) => this.plainSends.send(source, sends));
      return this.note(sends, result);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      const { code = 'none' } = error as { code?: string };
      // The text of an error may hold what people wrote.
      if (!expectedCodes.has(code)) this.logger.error('plain sends could not be stored together', { code, sends: sends.length });
      return this.storeBisecting(sends);
    }
  }

  /** One send that the database cannot take must not fail the others. */
  private async storeBisecting(sends: PreparedSend[]): Promise<StoreOutcome[]> {
    try {
      return this.note(sends, await this.transactions.statement((source) => this.checkedSends.send(source, sends)));
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      if (sends.length === 1) return [{ status: 'failed', error }];
      const half = Math.ceil(sends.length / 2);
      return [...(await this.storeBisecting(sends.slice(0, half))), ...(await this.storeBisecting(sends.slice(half)))];
    }
  }

  private note(sends: PreparedSend[], { outcomes, events }: SendResult): StoredSend[] {
    this.outbox.committed(events);
    this.batchSizes.observe(sends.length);
    const counts = { text: 0, file: 0 };
    outcomes.forEach(({ status }, at) => {
      if (status === 'created') counts[sends[at]!.message.attachments.length > 0 ? 'file' : 'text'] += 1;
    });
    for (const kind of ['text', 'file'] as const) if (counts[kind] > 0) this.sent.inc({ kind }, counts[kind]);
    return outcomes;
  }
}
