import type { LabDevice } from '../clients/lab-device';
import type { LabUser } from '../clients/lab-user';
import type { LabUsers, Place } from './lab-users';
import type { SeededRandom } from './seeded-random';
import type { Sizes } from './sizes';

const TICK_MS = 20;
/** What could not be made up for is dropped: a stalled machine must not be followed by a flood. */
const MOST_AT_ONCE = 20;
const EMOJI = ['👍', '🎉', '❤️', '😂'];

/** What people do: every choice from the seed, at the rates of the sizes. */
export class Workload {
  private readonly random: SeededRandom;
  private readonly owed = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private last = 0;
  private written = 0;

  constructor(
    private readonly users: LabUsers,
    private readonly sizes: Sizes,
    random: SeededRandom,
  ) {
    this.random = random.fork('workload');
  }

  start(): void {
    this.last = performance.now();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Nothing new begins; what is on its way is still waited for. */
  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = performance.now();
    const seconds = (now - this.last) / 1000;
    this.last = now;
    const { sends, edits, reactions, reads, deliveries, moves, reconnects, signIns } = this.sizes;
    this.due('send', sends * seconds, () => this.send());
    this.due('edit', edits * seconds, () => this.edit());
    this.due('react', reactions * seconds, () => this.react());
    this.due('read', reads * seconds, () => this.mark('read'));
    this.due('delivered', deliveries * seconds, () => this.mark('delivered'));
    this.due('move', moves * seconds, () => this.move());
    this.due('reconnect', reconnects * seconds, () => this.someDevice().reconnect(this.random.between(50, 500)));
    this.due('sign-in', signIns * seconds, () => this.signIn());
  }

  private due(name: string, more: number, work: () => void): void {
    const owed = Math.min((this.owed.get(name) ?? this.random.next()) + more, MOST_AT_ONCE);
    this.owed.set(name, owed - Math.floor(owed));
    for (let times = Math.floor(owed); times > 0; times -= 1) work();
  }

  private send(): void {
    this.written += 1;
    const { device, person, place } = this.someUser();
    const sending = person.independent && this.random.chance(0.3) ? person.independent : device.sending;
    sending.send(place.id, `message ${this.written} ${'x'.repeat(this.random.between(0, 200))}`);
  }

  private edit(): void {
    const { device, place, person } = this.someUser();
    const own = messagesOf(device, place).filter(({ senderId, deletedAt }) => senderId === person.id && !deletedAt);
    if (own.length === 0) return;
    const { id: messageId } = this.random.pick(own);
    if (this.random.chance(0.1)) return device.delete(place.id, messageId);
    device.edit(place.id, messageId, `edited ${this.random.between(0, 1e9)}`);
  }

  private react(): void {
    const { device, place } = this.someUser();
    const messages = messagesOf(device, place).filter(({ deletedAt }) => !deletedAt);
    if (messages.length === 0) return;
    device.react(place.id, this.random.pick(messages).id, this.random.pick(EMOJI), this.random.chance(0.7));
  }

  private mark(kind: 'read' | 'delivered'): void {
    const { device, place } = this.someUser();
    const last = messagesOf(device, place).at(-1);
    if (last) device.mark(kind, place.id, Math.max(1, last.seq - this.random.between(0, 3)));
  }

  private move(): void {
    const place = this.random.pick(this.users.places);
    const { guest, owner } = place;
    if (!guest || place.moving) return;
    place.moving = true;
    const kind = place.guestIsIn ? 'remove-member' : 'add-member';
    place.guestIsIn = !place.guestIsIn;
    void owner.move(kind, place.id, guest.id, () => owner.away).finally(() => (place.moving = false));
  }

  private signIn(): void {
    const person = this.random.pick(this.users.present);
    void person.signInAndEnd(this.random.between(500, 3_000), () => person.away);
  }

  private someUser(): { person: LabUser; device: LabDevice; place: Place } {
    const place = this.random.pick(this.users.places);
    const members = [...place.core, ...(place.guestIsIn && place.guest ? [place.guest] : [])].filter((person) => !person.away);
    const person = this.random.pick(members);
    return { person, place, device: this.random.pick(person.devices.filter(({ signedIn }) => signedIn)) };
  }

  private someDevice(): LabDevice {
    return this.random.pick(this.random.pick(this.users.present).devices);
  }
}

function messagesOf(device: LabDevice, place: Place) {
  return device.client.timeline(place.id).window.items;
}
