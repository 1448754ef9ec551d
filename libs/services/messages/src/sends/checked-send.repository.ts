import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { type Message, messagesChanged, type StoredMessage } from '@hallway/contracts-messages';
import type { WrittenEvent } from '@hallway/event-bus';
import { requestContext } from '@hallway/service-kit/context';
import { plainArray, prepared, textArray } from '@hallway/service-kit/database';

import type { MessagePlace } from '../messages/message-place';
import { MessagesService } from '../messages/messages.service';
import { type MessagePlacement, placedJson } from '../messages/new-message-json';
import type { PreparedSend, SendResult, StoredSend } from './prepared-send';

/** Of a send that was not stored: where the first one stands, or nothing. */
type Outcome = ({ status: 'created' } & Omit<MessagePlacement, 'createdAt'>) | { status: Exclude<StoredSend['status'], 'created'>; seq: number | null };

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

const keyOf = (message: { conversationId: string; seq: number | null }): string => `${message.conversationId}:${message.seq}`;

/** Stores batches of sends; see the function `send_messages` for the rules. */
@Injectable()
export class CheckedSendRepository {
  constructor(private readonly messages: MessagesService) {}

  /** Keys (conversation, sender, client id) must be unique within the call. What it created is committed when it answers. */
  async send(source: DataSource, sends: PreparedSend[]): Promise<SendResult> {
    const trace = requestContext.get()?.traceparent ?? null;
    const messages = sends.map(({ message }) => message);
    const conversations = messages.map(({ conversationId }) => conversationId);
    const [head, ...events] = await prepared<ResultRow>(source, 'send-messages', sendSql, [
      plainArray(conversations),
      plainArray(messages.map(({ senderId }) => senderId)),
      plainArray(messages.map(({ clientMessageId }) => clientMessageId)),
      plainArray(messages.map(({ id }) => id)),
      textArray(messages.map(({ body }) => body)),
      textArray(messages.map(({ replyTo }) => replyTo)),
      textArray(sends.map(({ searchText }) => searchText)),
      textArray(sends.map(({ openJson }) => openJson)),
      textArray(sends.map(extraOf)),
      plainArray([...new Set(conversations)].map(() => uuidv7())),
      trace,
    ]);
    const written = events.map((row) => toEvent(row, trace));
    return { outcomes: await this.toStored(sends, head, written), events: written };
  }

  /** A repeated send answers with the first message, as it is now. */
  private async toStored(sends: PreparedSend[], head: ResultRow | undefined, events: WrittenEvent[]): Promise<StoredSend[]> {
    const outcomes = head?.outcomes ?? [];
    const createdAt = head?.created_at.toISOString() ?? '';
    const eventIds = new Map(events.map(({ subject, id }) => [subject, id]));
    const first = await this.firstOf(
      outcomes.flatMap(({ status, seq }, index) =>
        status === 'repeated' && seq !== null ? [{ conversationId: sends[index]!.message.conversationId, seq }] : [],
      ),
    );
    return outcomes.map((outcome, index) => {
      const { message, openJson } = sends[index]!;
      const { conversationId } = message;
      if (outcome.status !== 'created') return { status: outcome.status, message: first.get(keyOf({ conversationId, seq: outcome.seq })) ?? null };
      const { status, seq, rev, mentions } = outcome;
      const json = placedJson(openJson, { seq, rev, mentions, createdAt });
      return { status, message: { conversationId, seq, rev, createdAt, eventId: eventIds.get(conversationId), json } };
    });
  }

  private async firstOf(places: MessagePlace[]): Promise<Map<string, StoredMessage>> {
    return new Map((await this.messages.atPlaces(places)).map((message) => [keyOf(message), asStored(message)]));
  }
}

function asStored(message: Message): StoredMessage {
  const { conversationId, seq, rev, createdAt } = message;
  return { conversationId, seq, rev, createdAt, json: JSON.stringify(message) };
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
