import type { HistoryEvent, Operation, RunStarted } from '../../history/history-event';
import { type Bug, type Change, ChatConversation } from './chat-server';
import { SampleClock } from './sample-clock';
import { type SampleDevice, SampleDevices } from './sample-devices';
import { SampleRandom } from './sample-random';

/** How a sample history comes about. */
export interface SampleShape {
  seed: number;
  steps: number;
  /** Ends devices' sessions and has a fault. */
  eventful: boolean;
  ordered: boolean;
  bug?: Bug;
}

const activeMs = 60_000;
const restMs = 40_000;
const endMs = activeMs + restMs;

/** A history of a small chat, as a right system (or one with a bug) and a right recorder would write it. */
export function sampleRun(shape: SampleShape): HistoryEvent[] {
  return new SampleRun(shape).write();
}

class SampleRun {
  private readonly events: HistoryEvent[] = [];
  private readonly clock = new SampleClock();
  private readonly random: SampleRandom;
  private readonly users: string[];
  private readonly conversations: ChatConversation[];
  private readonly devices: SampleDevices;
  private readonly busyUntil = new Map<string, number>();
  private ops = 0;
  private texts = 0;

  constructor(private readonly shape: SampleShape) {
    this.random = new SampleRandom(shape.seed);
    this.users = Array.from({ length: 3 + this.random.below(3) }, (_, n) => `u${n}`);
    this.conversations = Array.from({ length: 1 + this.random.below(3) }, (_, n) => this.newConversation(n));
    const share = (a: string, b: string): boolean => this.conversations.some(({ members }) => members.has(a) && members.has(b));
    this.devices = new SampleDevices(this.users, this.clock, this.random, (event) => this.events.push(event), share);
  }

  write(): HistoryEvent[] {
    this.events.push(this.header());
    for (const device of this.devices.all) this.clock.at(this.random.between(0, 500), () => this.devices.connect(device));
    for (let step = 0; step < this.shape.steps; step += 1) this.clock.at(this.random.between(600, activeMs), () => this.step());
    if (this.shape.eventful) this.plan();
    for (const device of this.devices.all) this.clock.at(activeMs + 2_000, () => this.random.chance(0.8) && this.devices.connect(device));
    this.clock.at(endMs, () => this.finish());
    this.clock.run();
    return this.events;
  }

  private header(): RunStarted {
    const users = this.users.map((id) => ({ id, devices: this.devices.of(id).map(({ name }) => name) }));
    const conversations = this.conversations.map(({ id, members }) => ({ id, members: [...members] }));
    const { seed, ordered } = this.shape;
    return { type: 'run', t: 0, seed, fault: 'F00', users, conversations, boundMs: endMs, ackGapMs: 5_000, orderedSends: ordered };
  }

  private newConversation(n: number): ChatConversation {
    const members = this.users.filter((_, index) => index < 2 || this.random.chance(0.6));
    return new ChatConversation(`c${n}`, members, this.shape.bug);
  }

  /** A fault during which some calls fail, and one session that ends. */
  private plan(): void {
    this.clock.at(20_000, () => this.events.push({ type: 'fault', t: this.clock.now, name: 'F00', phase: 'start', target: 'messages' }));
    this.clock.at(22_000, () => this.events.push({ type: 'server-fault', t: this.clock.now, status: 503, retryAfter: true, call: 'message:send' }));
    this.clock.at(30_000, () => this.events.push({ type: 'fault', t: this.clock.now, name: 'F00', phase: 'heal', target: 'messages' }));
    const device = this.random.pick(this.devices.all);
    if (device) this.clock.at(this.random.between(5_000, 50_000), () => this.revoke(device));
  }

  private revoke(device: SampleDevice): void {
    const operation = { kind: 'revoke-session' as const, userId: device.user, device: device.name };
    this.call(device, operation, () => {
      device.revoked = true;
      this.clock.after(300, () => this.devices.disconnect(device));
      return {};
    });
  }

  private step(): void {
    const device = this.random.pick(this.devices.all.filter(({ open, revoked }) => open && !revoked));
    const conversation = this.random.pick(this.conversations);
    if (!device) this.reconnect();
    if (!device || !conversation) return;
    const dice = this.random.next();
    if (dice < 0.06) this.devices.disconnect(device);
    else if (dice < 0.14) this.reconnect();
    else if (dice < 0.24) this.changeMembers(device, conversation);
    else if (!conversation.members.has(device.user)) this.sendFromOutside(device, conversation);
    else if (dice < 0.6) this.send(device, conversation);
    else if (dice < 0.85) this.changeMessage(device, conversation);
    else this.mark(device, conversation);
  }

  private reconnect(): void {
    const device = this.random.pick(this.devices.all.filter(({ open }) => !open));
    if (device) this.devices.connect(device);
  }

  private send(device: SampleDevice, conversation: ChatConversation): void {
    const free = this.busyUntil.get(`${device.user} ${device.name}`) ?? 0;
    if (this.shape.ordered && free > this.clock.now) return;
    const operation = { kind: 'send' as const, conversationId: conversation.id, clientMessageId: this.text('x'), bodyHash: this.text('h') };
    this.trySend(device, conversation, operation);
    // The first try may have been stored although its answer was lost: another device of the same person tries again.
    const again = this.random.pick(this.devices.of(device.user).filter(({ revoked }) => !revoked));
    if (again && !this.shape.ordered && this.random.chance(0.2))
      this.clock.after(this.random.between(1, 3_000), () => this.trySend(again, conversation, operation));
  }

  private trySend(device: SampleDevice, conversation: ChatConversation, operation: Extract<Operation, { kind: 'send' }>): void {
    const { clientMessageId, bodyHash } = operation;
    const sent = { sender: device.user, clientMessageId, bodyHash };
    const busy = this.call(device, operation, () => {
      if (!conversation.members.has(device.user)) return this.outsider(conversation, sent);
      const { message, change } = conversation.send(sent);
      this.emit(conversation, change);
      if (this.shape.bug === 'invents-a-message' && message.seq === 2)
        this.emit(conversation, conversation.send({ ...sent, clientMessageId: this.text('x') }).change);
      return { messageId: message.id, seq: message.seq, rev: message.rev };
    });
    this.busyUntil.set(`${device.user} ${device.name}`, busy);
  }

  /** A non-member is refused. */
  private outsider(conversation: ChatConversation, sent: Parameters<ChatConversation['send']>[0]): Effect {
    if (this.shape.bug === 'stores-what-it-refused') this.emit(conversation, conversation.send(sent).change);
    if (this.shape.bug !== 'takes-from-the-removed') return undefined;
    const { message, change } = conversation.send(sent);
    this.emit(conversation, change);
    return { messageId: message.id, seq: message.seq, rev: message.rev };
  }

  private sendFromOutside(device: SampleDevice, conversation: ChatConversation): void {
    this.trySend(device, conversation, { kind: 'send', conversationId: conversation.id, clientMessageId: this.text('x'), bodyHash: this.text('h') });
  }

  private changeMessage(device: SampleDevice, conversation: ChatConversation): void {
    const message = this.random.pick(conversation.messages.filter(({ senderId }) => senderId === device.user));
    if (!message) return;
    const about = { conversationId: conversation.id, messageId: message.id };
    const dice = this.random.next();
    const bodyHash = dice < 0.1 && message.bodyHash !== null ? message.bodyHash : this.text('h');
    const apply = (work: () => Change | undefined) => () => {
      if (!conversation.members.has(device.user) || (message.bodyHash === null && dice < 0.8)) return undefined;
      this.emit(conversation, work());
      return { messageId: message.id, seq: message.seq, rev: message.rev };
    };
    if (dice < 0.5)
      this.call(
        device,
        { kind: 'edit', ...about, bodyHash },
        apply(() => conversation.edit(message, bodyHash)),
      );
    else if (dice < 0.6)
      this.call(
        device,
        { kind: 'delete', ...about },
        apply(() => conversation.delete(message)),
      );
    else
      this.call(
        device,
        { kind: 'react', ...about, emoji: '+', on: true },
        apply(() => (message.bodyHash === null ? undefined : conversation.react(message))),
      );
  }

  private mark(device: SampleDevice, conversation: ChatConversation): void {
    const kind = this.random.chance(0.5) ? 'read' : 'delivered';
    const seq = 1 + this.random.below(Math.max(1, conversation.messages.length));
    const { user } = device;
    this.call(device, { kind, conversationId: conversation.id, seq }, () => {
      const moved = conversation.mark(user, kind, seq);
      const entry = { conversationId: conversation.id, of: user, mark: kind, seq: moved ?? 0 } as const;
      if (moved !== undefined) for (const to of this.audience(conversation)) this.devices.sendMark(to, entry);
      return {};
    });
  }

  private changeMembers(device: SampleDevice, conversation: ChatConversation): void {
    const userId = this.random.pick(this.users);
    if (userId === undefined || !conversation.members.has(device.user)) return;
    const kind = conversation.members.has(userId) ? 'remove-member' : 'add-member';
    if (kind === 'remove-member' && conversation.members.size < 3) return;
    this.call(device, { kind, conversationId: conversation.id, userId }, () => {
      if (kind === 'add-member') conversation.join(userId);
      else conversation.members.delete(userId);
      return {};
    });
  }

  /** Sometimes the answer is lost, and sometimes there is none. Returns when the caller is free again. */
  private call(device: SampleDevice, operation: Operation, work: () => Effect): number {
    const op = (this.ops += 1);
    const { user, name } = device;
    this.events.push({ type: 'invoked', t: this.clock.now, op, user, device: name, operation });
    const [done, answered] = [this.random.between(1, 300), this.random.between(1, 300)];
    const dice = this.random.next();
    if (dice < 0.05) return this.clock.now + done + answered;
    this.clock.after(done, () => {
      const effect = work();
      if (dice < 0.12 && operation.kind !== 'revoke-session') return;
      this.clock.after(answered, () => {
        if (effect) this.events.push({ type: 'answered', t: this.clock.now, op, ...effect });
        else this.events.push({ type: 'refused', t: this.clock.now, op, status: 404, code: 'not-found' });
      });
    });
    return this.clock.now + done + answered;
  }

  private emit(conversation: ChatConversation, change: Change | undefined): void {
    if (change) for (const device of this.audience(conversation)) this.devices.send(device, conversation.id, change);
  }

  private audience(conversation: ChatConversation): SampleDevice[] {
    return this.devices.all.filter(({ open, revoked, user }) => open && !revoked && (conversation.members.has(user) || this.shape.bug === 'tells-the-removed'));
  }

  private finish(): void {
    const t = this.clock.now;
    this.events.push({ type: 'settled', t, inTime: true, waitingFor: [] });
    for (const conversation of this.conversations) {
      const timeline = conversation.timeline(t);
      for (const device of this.devices.all) if (!device.revoked) this.view(device, conversation);
      this.events.push(timeline, conversation.finalMarks(t));
    }
    const use = { residentBytes: 100_000_000, descriptors: 40 };
    const resources = [{ process: 'messages', before: use, after: { residentBytes: 108_000_000, descriptors: 44 } }];
    const effects = [{ name: 'receipts', expected: 7, found: 7 }];
    this.events.push({
      type: 'state',
      t,
      outbox: { messages: 0 },
      lag: { 'messages:conversations': 0 },
      deadLetters: 1,
      plantedDeadLetters: 1,
      ghosts: [],
      effects,
      resources,
    });
  }

  private view(device: SampleDevice, conversation: ChatConversation): void {
    const { user, name } = device;
    const isMember = conversation.members.has(user);
    const kept = [...(device.seen.get(conversation.id)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
    const fromSeq = isMember ? 1 + this.random.below(3) : 1;
    const messages = isMember ? conversation.timeline(0).messages.filter(({ seq }) => seq >= fromSeq) : kept;
    const unread = isMember ? { unread: conversation.unreadOf(user).unread } : {};
    this.events.push({ type: 'view', t: this.clock.now, user, device: name, conversationId: conversation.id, fromSeq, messages, ...unread });
  }

  private text(prefix: string): string {
    this.texts += 1;
    return `${prefix}${this.texts}`;
  }
}

/** What a call answers; nothing, when it is refused. */
type Effect = { messageId?: string; seq?: number; rev?: number } | undefined;
