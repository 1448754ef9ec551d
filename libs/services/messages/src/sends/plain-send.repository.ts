import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { changesJson, createdJson, messagesChanged } from '@hallway/contracts-messages';
import type { WrittenEvent } from '@hallway/event-bus';
import { requestContext } from '@hallway/service-kit/context';
import { plainArray, prepared, textArray } from '@hallway/service-kit/database';

import { placedJson } from '../messages/new-message-json';
import type { PreparedSend, SendResult, StoredSend } from './prepared-send';

interface ResultRow {
  last_seq: number;
  last_rev: number;
  stored_at: Date;
  shard: number;
  pub_seq: number;
  told_at: Date;
}

/** The sends of one conversation, with their places in the batch. */
interface Share {
  conversationId: string;
  eventId: string;
  sends: { send: PreparedSend; place: number }[];
}

const sendSql = 'SELECT * FROM send_plain_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/** Divides texts of JSON, none of which holds it as it is. */
const divider = '\u001e';

/** Whether nothing has to be looked up to store a send but its sender. */
export function isPlain({ message: { attachments, replyTo }, names, problem }: PreparedSend): boolean {
  return attachments.length === 0 && replyTo === null && names.length === 0 && problem === undefined;
}

/** Stores plain sends; see the function `send_plain_messages`. */
@Injectable()
export class PlainSendRepository {
  /** Stores all of them or none; rejects when some send is not as plain as it looks. */
  async send(source: DataSource, sends: PreparedSend[]): Promise<SendResult> {
    const shares = sharesOf(sends);
    const trace = requestContext.get()?.traceparent ?? null;
    return resultOf(shares, await prepared<ResultRow>(source, 'send-plain-messages', sendSql, paramsOf(shares, trace)), trace);
  }
}

/** In the order in which heads are locked. */
function sharesOf(sends: PreparedSend[]): Share[] {
  const shares = new Map<string, Share>();
  sends.forEach((send, place) => {
    const { conversationId } = send.message;
    const known = shares.get(conversationId);
    if (known) known.sends.push({ send, place });
    else shares.set(conversationId, { conversationId, eventId: uuidv7(), sends: [{ send, place }] });
  });
  return [...shares.values()].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
}

function paramsOf(shares: Share[], trace: string | null): (string | null)[] {
  const sorted = shares.flatMap(({ sends }) => sends.map(({ send }) => send));
  return [
    plainArray(shares.map(({ conversationId }) => conversationId)),
    plainArray(shares.map(({ sends }) => sends.length)),
    plainArray(shares.map(({ eventId }) => eventId)),
    plainArray(shares.flatMap(({ sends }, at) => sends.map(() => at + 1))),
    plainArray(shares.flatMap(({ sends }) => sends.map((_send, at) => at + 1))),
    plainArray(sorted.map(({ message }) => message.id)),
    plainArray(sorted.map(({ message }) => message.senderId)),
    plainArray(sorted.map(({ message }) => message.clientMessageId)),
    textArray(sorted.map(({ message }) => message.body)),
    textArray(sorted.map(({ searchText }) => searchText)),
    sorted.map(({ openJson }) => openJson).join(divider),
    trace,
  ];
}

function resultOf(shares: Share[], rows: ResultRow[], traceparent: string | null): SendResult {
  const outcomes: StoredSend[] = [];
  const events = shares.map(({ conversationId, eventId, sends }, at): WrittenEvent => {
    const { last_seq, last_rev, stored_at, shard, pub_seq, told_at } = rows[at]!;
    const createdAt = stored_at.toISOString();
    const changes = sends.map(({ send, place }, ordinal) => {
      const rev = last_rev + ordinal + 1;
      const seq = last_seq + ordinal + 1;
      const json = placedJson(send.openJson, { seq, rev, mentions: [], createdAt });
      outcomes[place] = { status: 'created', message: { conversationId, seq, rev, createdAt, eventId, json } };
      return createdJson(rev, json);
    });
    const payload = changesJson(conversationId, changes);
    return { shard, pubSeq: pub_seq, id: eventId, type: messagesChanged.type, subject: conversationId, payload, traceparent, createdAt: told_at };
  });
  return { outcomes, events };
}
