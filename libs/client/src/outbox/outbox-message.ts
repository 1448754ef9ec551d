import type { ProblemField } from '@hallway/contracts-core';
import type { DeclaredUpload } from '@hallway/contracts-uploads';

/** A file that a waiting message brings along; it is uploaded before the message is sent. */
export interface OutboxFile {
  name: string;
  type: string;
  size: number;
  data: Blob | Uint8Array;
  /** Set while it is on its way in pieces, so that it goes on where it was cut. */
  declared?: DeclaredUpload;
  /** Set once it is uploaded. */
  uploadId?: string;
}

/** Files as they were chosen: what an earlier try has uploaded may have expired since, so they go again. */
export function asChosen(files: readonly OutboxFile[]): OutboxFile[] {
  return files.map(({ uploadId: _uploaded, declared: _declared, ...file }) => file);
}

/** What a sender writes. */
export interface Draft {
  conversationId: string;
  body: string;
  /** Ids of finished uploads. */
  attachments?: string[];
  /** Files that are still to be uploaded. */
  files?: OutboxFile[];
  replyTo?: string | null;
  /** Made here unless given. */
  clientMessageId?: string;
}

/**
 * `queued` and `failed` are stored; `sending` is under way in this tab; `sent`
 * is stored on the server and stays only until the timeline shows it.
 */
export type OutboxMessageState = 'queued' | 'sending' | 'sent' | 'failed';

/** Why the server refused a message for good. */
export interface OutboxProblem {
  code: string;
  status: number;
  title: string;
  detail: string;
  errors: ProblemField[];
}

export interface OutboxMessage {
  clientMessageId: string;
  userId: string;
  conversationId: string;
  body: string;
  attachments: string[];
  files: OutboxFile[];
  replyTo: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** Ascending in the order of writing. */
  order: number;
  state: OutboxMessageState;
  problem: OutboxProblem | null;
}
