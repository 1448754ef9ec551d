import { isVisible } from '@hallway/contracts-core';
import type { Message } from '@hallway/contracts-messages';

import type { BackoffLimits } from '../platform/backoff.ts';
import type { Locks } from '../platform/browser.ts';
import type { Clock } from '../platform/clock.ts';
import { randomId } from '../platform/random-id.ts';
import { type Notifier, type Observable, Store } from '../platform/store.ts';
import type { UploadProgress } from '../uploads/upload-progress.ts';
import { FileTransfers, type TransferPorts, TransferStopped } from './file-transfers.ts';
import { openChannel, type OutboxChannel, type OutboxNote } from './outbox-channel.ts';
import { asChosen, type Draft, type OutboxFile, type OutboxMessage } from './outbox-message.ts';
import { judge } from './outbox-policy.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { takeSenderRole } from './sender-role.ts';

export interface OutboxState {
  /** In the order of writing. */
  messages: readonly OutboxMessage[];
  /** Will messages survive a reload? `false` after the storage has failed: then they wait in memory only. */
  durable: boolean;
}

export interface OutboxOptions {
  storage: OutboxStorage;
  /** Sends one message; rejects with a problem. Sending the same again is safe. */
  send(message: OutboxMessage, attachments: string[]): Promise<Message>;
  upload: TransferPorts['upload'];
  progress: UploadProgress;
  /** The message is stored on the server. */
  sent(message: Message): void;
  /** Does the timeline show it, or will it never? Then its waiting record can go. */
  covers(message: Message): boolean;
  clock: Clock;
  notifier: Notifier;
  backoff: BackoffLimits;
  locks?: Locks;
}

/** One conversation that is being sent to: one message at a time, so that the order holds. */
interface Lane {
  failures: number;
  busy: boolean;
  /** Between two tries. */
  waiting: boolean;
  cancelRetry: () => void;
}

/**
 * Messages on their way. Each is kept until the server has it, and tried
 * again as long as that may help; what is refused for good waits for the user.
 */
export class MessageOutbox implements Observable<OutboxState> {
  private readonly store: Store<OutboxState>;
  private readonly transfers: FileTransfers;
  private readonly lanes = new Map<string, Lane>();
  /** Stored on the server, and not yet shown by the timeline. */
  private readonly arrived = new Map<string, Message>();
  /** Shown, but not in the storage yet, or not at all when it fails. */
  private readonly unstored = new Set<string>();
  /** Being deleted: a list read a moment ago may still have them. */
  private readonly leaving = new Set<string>();
  private channel: OutboxChannel | null = null;
  private dropRole: () => void = () => undefined;
  private userId: string | null = null;
  private sender = false;
  private lastOrder = 0;

  constructor(private readonly options: OutboxOptions) {
    this.store = new Store<OutboxState>({ messages: [], durable: true }, options.notifier);
    this.transfers = new FileTransfers({ ...options, keep: (id, files) => this.keepFiles(id, files) });
  }

  readonly getSnapshot = (): OutboxState => this.store.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  /** The waiting messages of one conversation. */
  of(conversationId: string): OutboxMessage[] {
    return this.getSnapshot().messages.filter((message) => message.conversationId === conversationId);
  }

  /** Takes a message. It shows at once; the promise resolves when it is safely kept. */
  async enqueue(draft: Draft): Promise<OutboxMessage> {
    if (this.userId === null) throw new Error('Nobody is signed in');
    this.lastOrder = Math.max(this.options.clock.now(), this.lastOrder + 1);
    const message: OutboxMessage = {
      clientMessageId: draft.clientMessageId ?? randomId(),
      userId: this.userId,
      conversationId: draft.conversationId,
      body: draft.body,
      attachments: draft.attachments ?? [],
      files: draft.files ?? [],
      replyTo: draft.replyTo ?? null,
      createdAt: new Date(this.options.clock.now()).toISOString(),
      order: this.lastOrder,
      state: 'queued',
      problem: null,
    };
    this.unstored.add(message.clientMessageId);
    this.set([...this.getSnapshot().messages, message]);
    await this.keep(message);
    this.pump(message.conversationId);
    return message;
  }

  /** Sends a failed message again, after everything that waits. */
  async retry(clientMessageId: string): Promise<void> {
    const message = this.find(clientMessageId);
    if (message?.state !== 'failed') return;
    this.lastOrder = Math.max(this.options.clock.now(), this.lastOrder + 1);
    const next = this.replace(clientMessageId, { state: 'queued', problem: null, order: this.lastOrder, files: asChosen(message.files) });
    if (next) await this.keep(next);
    this.pump(message.conversationId);
  }

  /** A failed message with another text: what was refused under its id stays refused, so it goes as a new one. */
  async rewrite(clientMessageId: string, body: string): Promise<void> {
    const message = this.find(clientMessageId);
    if (message?.state !== 'failed') return;
    const { conversationId, attachments, files, replyTo } = message;
    // The new one is stored before the old one goes.
    const kept = this.enqueue({ conversationId, body, attachments, files: asChosen(files), replyTo });
    await Promise.all([kept, this.discard(clientMessageId)]);
  }

  /** Takes one file off a message that waits or uploads. A message of which nothing is left goes. */
  async dropFile(clientMessageId: string, index: number): Promise<void> {
    const message = this.find(clientMessageId);
    if (!message?.files[index] || message.state === 'sent') return;
    // Without a transfer the message itself is on its way: too late.
    if (message.state === 'sending' && !this.transfers.stop(clientMessageId)) return;
    const files = message.files.filter((_, at) => at !== index);
    if (!isVisible(message.body) && files.length + message.attachments.length === 0) return this.discard(clientMessageId);
    await this.keepFiles(clientMessageId, files);
  }

  /** Gives a message up. Its files stop at once; a message that is on its way itself may still arrive. */
  async discard(clientMessageId: string): Promise<void> {
    this.transfers.stop(clientMessageId);
    this.remove(clientMessageId);
    await this.forget(clientMessageId);
  }

  /** Gives all messages of the user up. */
  async clear(): Promise<void> {
    const { userId } = this;
    this.transfers.stopAll();
    this.set([]);
    this.arrived.clear();
    if (userId === null) return;
    const { channel } = this;
    try {
      await this.options.storage.clear(userId);
      channel?.post({ kind: 'changed' });
    } catch {
      this.storageFailed();
    }
  }

  /** Begins to send what the user has waiting, from earlier visits too; what another person left unsent goes. */
  async start(userId: string): Promise<void> {
    if (this.userId === userId) return;
    this.stop();
    this.userId = userId;
    this.set([]);
    const { sharedAs } = this.options.storage;
    this.channel = openChannel(sharedAs, (note) => this.receiveNote(note));
    this.options.storage.clearOthers(userId).catch(() => this.storageFailed());
    await this.reload();
    if (this.userId !== userId) return;
    this.dropRole = takeSenderRole(sharedAs && `${sharedAs}:${userId}`, this.options.locks, () => {
      this.sender = true;
      void this.reload().then(() => this.flush());
    });
  }

  /** Stops sending; what waits stays stored and shown. */
  stop(): void {
    this.userId = null;
    this.sender = false;
    this.transfers.stopAll();
    this.dropRole();
    this.dropRole = () => undefined;
    this.channel?.close();
    this.channel = null;
    for (const lane of this.lanes.values()) lane.cancelRetry();
    this.lanes.clear();
  }

  /** The way to the server is open again: waits are cut short. */
  flush(): void {
    for (const lane of this.lanes.values()) {
      lane.failures = 0;
      lane.waiting = false;
      lane.cancelRetry();
    }
    for (const id of new Set(this.getSnapshot().messages.map((message) => message.conversationId))) this.pump(id);
  }

  /** The timeline has moved on, or an own message has been seen: records that are shown elsewhere go, in the same tick. */
  settle(messages: readonly Message[] = []): void {
    const waiting = new Map(this.getSnapshot().messages.map((message) => [message.clientMessageId, message]));
    for (const message of messages) {
      if (message.senderId === this.userId && waiting.has(message.clientMessageId)) this.arrived.set(message.clientMessageId, message);
    }
    for (const [id, message] of this.arrived) {
      if (!this.options.covers(message)) continue;
      const stored = waiting.get(id)?.state !== 'sent';
      this.remove(id);
      if (stored) void this.forget(id);
    }
  }

  private pump(conversationId: string): void {
    if (!this.sender) return;
    const lane = this.lanes.get(conversationId) ?? { failures: 0, busy: false, waiting: false, cancelRetry: () => undefined };
    this.lanes.set(conversationId, lane);
    if (lane.busy || lane.waiting) return;
    const head = this.of(conversationId).find((message) => message.state === 'queued' && !this.arrived.has(message.clientMessageId));
    if (!head) return;
    lane.busy = true;
    void this.transmit(head, lane).finally(() => {
      lane.busy = false;
      if (this.runs(conversationId, lane)) this.pump(conversationId);
    });
  }

  private async transmit(message: OutboxMessage, lane: Lane): Promise<void> {
    const { clientMessageId, conversationId } = message;
    this.replace(clientMessageId, { state: 'sending' });
    try {
      const uploads = await this.transfers.run(message);
      const stored = await this.options.send(message, [...message.attachments, ...uploads]);
      lane.failures = 0;
      if (this.runs(conversationId, lane)) this.delivered(stored);
      else await this.forget(clientMessageId);
    } catch (error) {
      if (!this.runs(conversationId, lane)) return;
      // Given up, or with a file less: what is left of it goes on at once.
      if (error instanceof TransferStopped) return void this.replace(clientMessageId, { state: 'queued' });
      lane.failures += 1;
      const verdict = judge(error, lane.failures, this.options.backoff);
      if ('refused' in verdict) {
        lane.failures = 0;
        const failed = this.replace(clientMessageId, { state: 'failed', problem: verdict.refused });
        if (failed) await this.keep(failed);
        return;
      }
      this.replace(clientMessageId, { state: 'queued' });
      lane.waiting = true;
      lane.cancelRetry = this.options.clock.after(verdict.retryAfterMs, () => {
        lane.waiting = false;
        this.pump(conversationId);
      });
    }
  }

  /** Is this still the lane in use? After a sign-out it is not. */
  private runs(conversationId: string, lane: Lane): boolean {
    return this.lanes.get(conversationId) === lane;
  }

  private async keepFiles(clientMessageId: string, files: OutboxFile[]): Promise<void> {
    const next = this.replace(clientMessageId, { files });
    if (next) await this.keep(next);
  }

  private delivered(message: Message): void {
    this.postNote({ kind: 'sent', message });
    void this.forget(message.clientMessageId);
    this.markSent(message);
  }

  private markSent(message: Message): void {
    if (!this.replace(message.clientMessageId, { state: 'sent', problem: null })) return;
    this.arrived.set(message.clientMessageId, message);
    this.options.sent(message);
    this.settle();
  }

  private receiveNote(note: OutboxNote): void {
    if (note.kind === 'sent') return this.markSent(note.message);
    void this.reload().then(() => {
      for (const id of new Set(this.getSnapshot().messages.map((message) => message.conversationId))) this.pump(id);
    });
  }

  /** Takes over what the storage has, except for what only this tab knows. */
  private async reload(): Promise<void> {
    const { userId } = this;
    if (userId === null) return;
    try {
      const stored = await this.options.storage.list(userId);
      if (userId !== this.userId) return;
      const here = new Map(this.getSnapshot().messages.map((message) => [message.clientMessageId, message]));
      const merged = new Map(stored.filter(({ clientMessageId }) => !this.leaving.has(clientMessageId)).map((message) => [message.clientMessageId, message]));
      for (const [id, message] of here) {
        if (this.keepsOwn(message, merged.get(id)) || message.state === 'sent') merged.set(id, message);
      }
      this.set([...merged.values()]);
    } catch {
      this.storageFailed();
    }
  }

  /** Does this tab know more of a message than the storage? */
  private keepsOwn(message: OutboxMessage, stored: OutboxMessage | undefined): boolean {
    if (this.unstored.has(message.clientMessageId)) return true;
    if (message.state !== 'sending') return false;
    // Another tab has given it up, or taken a file off: the transfer begins again with what is left.
    const changed = !stored || stored.files.length < message.files.length;
    if (changed && this.transfers.stop(message.clientMessageId)) return false;
    return stored !== undefined;
  }

  private async keep(message: OutboxMessage): Promise<void> {
    try {
      await this.options.storage.put({ ...message, state: message.state === 'failed' ? 'failed' : 'queued' });
      this.unstored.delete(message.clientMessageId);
      this.postNote({ kind: 'changed' });
    } catch {
      this.storageFailed();
    }
  }

  private async forget(clientMessageId: string): Promise<void> {
    this.unstored.delete(clientMessageId);
    this.leaving.add(clientMessageId);
    try {
      await this.options.storage.delete(clientMessageId);
    } catch {
      this.storageFailed();
    }
    this.leaving.delete(clientMessageId);
    this.postNote({ kind: 'changed' });
  }

  /** Private windows and full disks refuse to store: messages go on in memory, and the user is warned. */
  private storageFailed(): void {
    this.store.set({ ...this.getSnapshot(), durable: false });
  }

  private postNote(note: OutboxNote): void {
    this.channel?.post(note);
  }

  private find(clientMessageId: string): OutboxMessage | undefined {
    return this.getSnapshot().messages.find((message) => message.clientMessageId === clientMessageId);
  }

  private replace(clientMessageId: string, changes: Partial<OutboxMessage>): OutboxMessage | undefined {
    const message = this.find(clientMessageId);
    if (!message) return undefined;
    const next = { ...message, ...changes };
    this.set(this.getSnapshot().messages.map((other) => (other === message ? next : other)));
    return next;
  }

  private remove(clientMessageId: string): void {
    this.arrived.delete(clientMessageId);
    this.set(this.getSnapshot().messages.filter((message) => message.clientMessageId !== clientMessageId));
  }

  private set(messages: readonly OutboxMessage[]): void {
    const inOrder = [...messages].sort((a, b) => a.order - b.order || (a.clientMessageId < b.clientMessageId ? -1 : 1));
    this.store.set({ ...this.getSnapshot(), messages: inOrder });
  }
}
