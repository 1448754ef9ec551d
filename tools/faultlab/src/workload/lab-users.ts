import { type Conversation, conversationsApi } from '@hallway/contracts-conversations';

import { LabUser } from '../clients/lab-user';
import type { Recorder } from '../lab/recorder';
import type { SeededRandom } from './seeded-random';
import type { Sizes } from './sizes';

/** Sign-ups at once: hashing passwords is the most expensive thing the system does. */
const AT_ONCE = 4;

export interface Place {
  id: string;
  owner: LabUser;
  /** Members for the whole run. */
  core: LabUser[];
  /** Comes and goes; absent in the conversation of everyone. */
  guest: LabUser | undefined;
  /** A change of the guest's membership is on its way. */
  moving: boolean;
  guestIsIn: boolean;
}

/** The people of a run and where they meet. */
export class LabUsers {
  private constructor(
    readonly people: LabUser[],
    readonly places: Place[],
    /** Leaves early and does not come back, so that presence has something to notice. */
    readonly leaver: LabUser,
  ) {}

  static async gather(url: string, sizes: Sizes, random: SeededRandom, recorder: Recorder): Promise<LabUsers> {
    const people = Array.from({ length: sizes.users }, () => new LabUser(url, sizes.devices, recorder));
    const queue = [...people];
    const signUp = async () => {
      for (let person = queue.shift(); person; person = queue.shift()) await person.signUp();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, signUp));
    const leaver = people.at(-1)!;
    const places: Place[] = [];
    for (let index = 0; index < sizes.conversations; index += 1) places.push(await meet(index, people, sizes, random));
    return new LabUsers(people, places, leaver);
  }

  get present(): LabUser[] {
    return this.people.filter((person) => !person.away);
  }

  /** First line of the history, then everyone is written down. */
  observe(independent: boolean): void {
    for (const person of this.people) person.observe();
    if (independent) this.people[0]!.useIndependentClient();
    for (const person of this.people) person.first.watchPresence(this.people.filter((other) => other !== person).map(({ id }) => id));
  }

  close(): void {
    for (const person of this.people) person.close();
  }
}

async function meet(index: number, people: LabUser[], sizes: Sizes, random: SeededRandom): Promise<Place> {
  const everyone = index === 0;
  const leaver = people.at(-1);
  // The leaver owns nothing, as an owner adds and removes until the end.
  const others = random.shuffled(people.slice(0, -1));
  const core = everyone ? [...others, leaver!] : others.slice(0, random.between(2, sizes.mostMembers));
  const guest = everyone ? undefined : others[core.length];
  const [owner, ...rest] = core;
  if (!owner) throw new RangeError('A conversation needs members');
  const memberIds = rest.map(({ id }) => id);
  const title = `Place ${index}`;
  const conversation: Conversation = await owner.first.client.call(conversationsApi.create, { body: { type: 'group', title, memberIds } });
  return { id: conversation.id, owner, core, guest, moving: false, guestIsIn: false };
}
