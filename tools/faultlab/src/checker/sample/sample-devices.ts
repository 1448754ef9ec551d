import type { HistoryEvent, SeenMessage } from '../../history/history-event';
import type { Change, Mark } from './chat-server';
import type { SampleClock } from './sample-clock';
import type { SampleRandom } from './sample-random';

export interface SampleDevice {
  user: string;
  name: string;
  open: boolean;
  revoked: boolean;
  /** Counts connections: what was on its way to an older one is lost. */
  connection: number;
  /** What it has seen, by conversation and message id. */
  seen: Map<string, Map<string, SeenMessage>>;
  /** Changes on their way, by conversation. */
  coming: Map<string, Change[]>;
}

/** The devices of a sample run, and what travels to them. */
export class SampleDevices {
  readonly all: SampleDevice[] = [];

  constructor(
    users: readonly string[],
    private readonly clock: SampleClock,
    private readonly random: SampleRandom,
    private readonly record: (event: HistoryEvent) => void,
    private readonly share: (a: string, b: string) => boolean,
  ) {
    for (const user of users) {
      for (let number = 0; number < 1 + random.below(2); number += 1) {
        this.all.push({ user, name: `d${number}`, open: false, revoked: false, connection: 0, seen: new Map(), coming: new Map() });
      }
    }
  }

  of(user: string): SampleDevice[] {
    return this.all.filter((device) => device.user === user);
  }

  connect(device: SampleDevice): void {
    if (device.open || device.revoked) return;
    device.open = true;
    device.connection += 1;
    device.coming.clear();
    this.record({ type: 'socket', t: this.clock.now, user: device.user, device: device.name, open: true });
    for (const { user } of this.all) this.presence(device, user);
    this.emitPresence(device.user, 500);
  }

  disconnect(device: SampleDevice): void {
    if (!device.open) return;
    device.open = false;
    this.record({ type: 'socket', t: this.clock.now, user: device.user, device: device.name, open: false });
    this.emitPresence(device.user, 11_000);
  }

  /** A frame comes after a while, with everything that happened until then. */
  send(device: SampleDevice, conversationId: string, change: Change): void {
    const coming = device.coming.get(conversationId) ?? [];
    device.coming.set(conversationId, coming);
    coming.push(change);
    if (coming.length > 1) return;
    this.later(device, this.random.between(1, 400), () => {
      device.coming.delete(conversationId);
      const seen = device.seen.get(conversationId) ?? new Map<string, SeenMessage>();
      device.seen.set(conversationId, seen);
      for (const { message } of coming) seen.set(message.id, message);
      this.record({ type: 'frame', t: this.clock.now, user: device.user, device: device.name, conversationId, events: coming });
    });
  }

  sendMark(device: SampleDevice, entry: { conversationId: string; of: string; mark: Mark; seq: number }): void {
    // The same delay for all, so that marks keep their order.
    this.later(device, 150, () => this.record({ type: 'mark', t: this.clock.now, user: device.user, device: device.name, ...entry }));
  }

  private later(device: SampleDevice, delay: number, work: () => void): void {
    const { connection } = device;
    this.clock.after(delay, () => {
      if (device.open && device.connection === connection) work();
    });
  }

  private isOnline(user: string): boolean {
    return this.of(user).some(({ open }) => open);
  }

  /** Everyone who may know gets the state of that moment; who comes and goes quickly is seen once or not at all. */
  private emitPresence(of: string, delay: number): void {
    this.clock.after(delay, () => {
      for (const device of this.all) if (device.open) this.presence(device, of);
    });
  }

  private presence(device: SampleDevice, of: string): void {
    if (device.user !== of && !this.share(device.user, of)) return;
    this.record({ type: 'presence', t: this.clock.now, user: device.user, device: device.name, of, online: this.isOnline(of) });
  }
}
