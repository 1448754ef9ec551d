import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { type Message, messagesChanged } from '@hallway/contracts-messages';
import { requestContext } from '@hallway/service-kit/context';
import { prepared } from '@hallway/service-kit/database';
import type { WrittenEvent } from '@hallway/service-kit/events';

import { type MessageDraft, messageColumns, type MessagePlacement, type MessageRow, placed, toMessage } from './message.mapper';

/** One send, ready to be stored. */
export interface PreparedSend {
  message: MessageDraft;
  searchText: string;
  /** Usernames that the text mentions. */
  names: string[];
  /** Why it cannot be stored unless it is there already. */
  problem?: 'attachment-not-ready';
  /** Why its attachments could not be looked up; not stored. */
  obstacle?: unknown;
}

export const sendStatuses = ['created', 'repeated', 'not-member', 'attachment-not-ready', 'reply-not-found'] as const;

export interface StoredSend {
  status: (typeof sendStatuses)[number];
  /** With `created` and `repeated`. */
  message: Message | null;
}

export interface SendResult {
  outcomes: StoredSend[];
  /** The outbox rows that the function wrote, committed. */
  events: WrittenEvent[];
}

/** Of a send that was not stored: where the first one stands, or nothing. */
type Outcome = { status: 'created' } & Omit<MessagePlacement, 'createdAt'> | { status: Exclude<StoredSend['status'], 'created'>; seq: number | null };

interface ResultRow {
  outcomes: Outcome[] | null;
  event_id: string;
  subject: string;
  shard: number;
  pub_seq: string;
  payload: string;
  /** Of the messages in the first row, of the event in the others. */
  created_at: Date;
}

const sendSql = 'SELECT * FROM send_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)';

const firstSql = `
  SELECT ${messageColumns} FROM messages m
  JOIN unnest($1::uuid[], $2::bigint[]) AS k (conversation_id, seq) USING (conversation_id, seq)`;

const keyOf = (message: { conversationId: string; seq: number | null }): string => `${message.conversationId}:${message.seq}`;

/** Stores batches of sends; see the function `send_messages` for the rules. */
@Injectable()
export class SendRepository {
  /** Keys (conversation, sender, client id) must be unique within the call. What it created is committed when it answers. */
  async send(source: DataSource, sends: PreparedSend[]): Promise<SendResult> {
    const trace = requestContext.get()?.traceparent ?? null;
    const messages = sends.map(({ message }) => message);
    const column = <Key extends keyof MessageDraft>(key: Key): MessageDraft[Key][] => messages.map((message) => message[key]);
    const eventIds = [...new Set(column('conversationId'))].map(() => uuidv7());
    const [head, ...events] = await prepared<ResultRow>(source, 'send-messages', sendSql, [
      column('conversationId'),
      column('senderId'),
      column('clientMessageId'),
      column('id'),
      column('body'),
      column('replyTo'),
      sends.map(({ searchText }) => searchText),
      messages.map((message) => JSON.stringify(message).slice(0, -1)),
      sends.map(extraOf),
      eventIds,
      trace,
    ]);
    return { outcomes: await this.toStored(source, messages, head), events: events.map((row) => toEvent(row, trace)) };
  }

  /** A repeated send answers with the first message, as it is now. */
  private async toStored(source: DataSource, drafts: MessageDraft[], head: ResultRow | undefined): Promise<StoredSend[]> {
    const outcomes = head?.outcomes ?? [];
    const createdAt = head?.created_at.toISOString() ?? '';
    const keys = outcomes.flatMap(({ status, seq }, index) => (status === 'repeated' ? [{ conversationId: drafts[index]!.conversationId, seq }] : []));
    const first = keys.length > 0 ? await this.first(source, keys) : undefined;
    return outcomes.map((outcome, index) => {
      const draft = drafts[index]!;
      if (outcome.status !== 'created') return { status: outcome.status, message: first?.get(keyOf({ ...draft, seq: outcome.seq })) ?? null };
      const { status, seq, rev, mentions } = outcome;
      return { status, message: placed(draft, { seq, rev, mentions, createdAt }) };
    });
  }

  private async first(source: DataSource, keys: { conversationId: string; seq: number | null }[]): Promise<Map<string, Message>> {
    const rows = await prepared<MessageRow>(source, 'send-first', firstSql, [keys.map((key) => key.conversationId), keys.map((key) => key.seq)]);
    return new Map(rows.map(toMessage).map((message) => [keyOf(message), message]));
  }
}

/** What few sends have; null for the others. */
function extraOf({ message: { attachments }, names, problem }: PreparedSend): string | null {
  if (attachments.length === 0 && names.length === 0 && !problem) return null;
  return JSON.stringify({ ...(attachments.length > 0 && { attachments }), ...(names.length > 0 && { names }), problem });
}

function toEvent(row: ResultRow, traceparent: string | null): WrittenEvent {
  return {
    shard: row.shard,
    pubSeq: Number(row.pub_seq),
    id: row.event_id,
    type: messagesChanged.type,
    subject: row.subject,
    payload: row.payload,
    traceparent,
    createdAt: row.created_at,
  };
}
