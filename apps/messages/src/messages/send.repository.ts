import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { type Message, messagesChanged } from '@hallway/contracts-messages';
import { requestContext } from '@hallway/service-kit/context';
import { prepared, type Tx } from '@hallway/service-kit/database';
import type { WrittenEvent } from '@hallway/service-kit/events';

import { type MessageDraft, messageColumns, type MessageRow, toMessage } from './message.mapper';

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
  /** The outbox rows that the function wrote. */
  events: WrittenEvent[];
}

interface Outcome {
  status: StoredSend['status'];
  seq: number | null;
  message: Message | null;
}

interface ResultRow {
  outcomes: Outcome[] | null;
  event_id: string;
  subject: string;
  shard: number;
  pub_seq: string;
  payload: string;
  created_at: Date;
}

const sendSql = 'SELECT * FROM send_messages($1, $2, $3, $4, $5, $6)';

const firstSql = `
  SELECT ${messageColumns} FROM messages m
  JOIN unnest($1::uuid[], $2::bigint[]) AS k (conversation_id, seq) USING (conversation_id, seq)`;

const keyOf = (message: { conversationId: string; seq: number | null }): string => `${message.conversationId}:${message.seq}`;

/** Stores batches of sends; see the function `send_messages` for the rules. */
@Injectable()
export class SendRepository {
  /** Keys (conversation, sender, client id) must be unique within the call. */
  async send(tx: Tx, sends: PreparedSend[]): Promise<SendResult> {
    const trace = requestContext.get()?.traceparent ?? null;
    const messages = sends.map(({ message }) => message);
    const drafts = sends.map(({ message, searchText, names, problem }) => ({ message, searchText, problem, ...(names.length > 0 && { names }) }));
    const eventIds = [...new Set(messages.map(({ conversationId }) => conversationId))].map(() => uuidv7());
    const [head, ...events] = await prepared<ResultRow>(tx, 'send-messages', sendSql, [
      messages.map(({ conversationId }) => conversationId),
      messages.map(({ senderId }) => senderId),
      messages.map(({ clientMessageId }) => clientMessageId),
      JSON.stringify(drafts),
      eventIds,
      trace,
    ]);
    const outcomes = head?.outcomes ?? [];
    return { outcomes: await this.withFirst(tx, messages, outcomes), events: events.map((row) => toEvent(row, trace)) };
  }

  /** A repeated send answers with the first message, as it is now. */
  private async withFirst(tx: Tx, drafts: MessageDraft[], outcomes: Outcome[]): Promise<StoredSend[]> {
    const keys = outcomes.flatMap(({ status, seq }, index) => (status === 'repeated' ? [{ conversationId: drafts[index]?.conversationId ?? '', seq }] : []));
    if (keys.length === 0) return outcomes;
    const rows = await prepared<MessageRow>(tx, 'send-first', firstSql, [keys.map((key) => key.conversationId), keys.map((key) => key.seq)]);
    const found = new Map(rows.map(toMessage).map((message) => [keyOf(message), message]));
    return outcomes.map(({ status, seq, message }, index) => {
      const conversationId = drafts[index]?.conversationId ?? '';
      return { status, message: status === 'repeated' ? (found.get(keyOf({ conversationId, seq })) ?? null) : message };
    });
  }
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
