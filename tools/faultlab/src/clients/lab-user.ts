import { randomBytes } from 'node:crypto';

import { conversationsApi, membersApi } from '@hallway/contracts-conversations';

import type { Recorder } from '../lab/recorder';
import { IndependentClient } from './independent-client';
import { LabDevice } from './lab-device';
import { ShortSession } from './short-session';
import { untilCertain } from './until-certain';
import { WireRecorder } from './wire-recorder';

/** An account with its devices. */
export class LabUser {
  id = '';
  readonly devices: LabDevice[];
  wireRecorder: WireRecorder | undefined;
  /** A client that is not ours, if this person has one. */
  independent: IndependentClient | undefined;
  /** Gone for the rest of the run, with every socket closed. */
  away = false;
  readonly username = `p-${randomBytes(5).toString('hex')}`;
  private open = 0;
  private readonly shortSessions: ShortSession[] = [];
  private signIns = 0;

  constructor(
    private readonly url: string,
    devices: number,
    private readonly recorder: Recorder,
  ) {
    this.devices = Array.from({ length: devices }, (_, index) => new LabDevice(`d${index + 1}`, url, recorder));
  }

  get first(): LabDevice {
    return this.devices[0]!;
  }

  get password(): string {
    return `a long password ${this.username}`;
  }

  /** Calls on their way that no device counts. */
  get pending(): number {
    return this.open + (this.independent?.open ?? 0);
  }

  async signUp(): Promise<void> {
    const { password } = this;
    const { id } = await this.first.client.session.register({
      username: this.username,
      email: `${this.username}@example.org`,
      password,
      displayName: this.username,
    });
    this.id = id;
    for (const device of this.devices.slice(1)) await device.client.session.login({ login: this.username, password });
  }

  observe(): void {
    this.devices.forEach((device, index) => device.observe(this.id, index % 2 === 0 ? 'outbox' : 'calls'));
    this.wireRecorder = new WireRecorder(this.url, this.first.client.session, this.id, this.recorder);
  }

  /** From here on this person writes with a client in Python, too. */
  useIndependentClient(): void {
    this.independent = new IndependentClient(this.url, this.first.client.session, this.id, this.recorder);
  }

  /** Adds or removes a user, again until it is certain, because both are idempotent. Only the owner may. */
  async move(kind: 'add-member' | 'remove-member', conversationId: string, userId: string, deadline: () => boolean): Promise<void> {
    const op = this.recorder.invoked(this.id, this.first.name, { kind, conversationId, userId });
    this.open += 1;
    try {
      const done = await untilCertain(() => this.moveOnce(kind, conversationId, userId), kind === 'remove-member', deadline);
      if (done === 'done') this.recorder.record({ type: 'answered', op, ...(await this.revAfter(conversationId)) });
      else if (done) this.recorder.record({ type: 'refused', op, ...done });
    } finally {
      this.open -= 1;
    }
  }

  /** Signs in once more, listens, and ends that session from the first device. */
  async signInAndEnd(listenMs: number, deadline: () => boolean): Promise<void> {
    this.open += 1;
    try {
      this.signIns += 1;
      const begun = ShortSession.begin(this.url, this, this.first.client, `s${this.signIns}`, this.recorder);
      const session = await begun.catch(() => undefined); // the fault is in the way: there is no session to end then
      if (!session) return;
      if (this.away) return session.close();
      this.shortSessions.push(session);
      await new Promise((resolve) => setTimeout(resolve, listenMs));
      await session.end(this.first, deadline);
    } finally {
      this.open -= 1;
    }
  }

  closeShortSessions(): void {
    for (const session of this.shortSessions) session.close();
  }

  close(): void {
    this.away = true;
    this.wireRecorder?.close();
    this.independent?.stop();
    this.closeShortSessions();
    for (const device of this.devices) device.close();
  }

  private async moveOnce(kind: 'add-member' | 'remove-member', conversationId: string, userId: string): Promise<void> {
    const { client } = this.first;
    if (kind === 'add-member') await client.call(membersApi.add, { params: { conversationId }, body: { userIds: [userId] } });
    else await client.call(membersApi.remove, { params: { conversationId, userId } });
  }

  /** How far the conversation is now: whatever comes later must not reach who was removed. */
  private async revAfter(conversationId: string): Promise<{ rev?: number }> {
    try {
      const { rev } = await this.first.client.call(conversationsApi.get, { params: { conversationId } });
      return { rev };
    } catch {
      return {}; // the fault is in the way; without it the checker compares times
    }
  }
}
