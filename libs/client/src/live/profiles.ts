import type { UserProfile } from '@hallway/contracts-auth';

import type { Connection } from '../socket/connection.ts';

/**
 * How people are called and look, as far as events have said. A profile has no version, so an event wins over
 * every answer, whichever came first, until the connection is lost: from then on only answers can be newer.
 */
export class Profiles {
  private readonly fromEvents = new Map<string, UserProfile>();
  private readonly listeners = new Set<(user: UserProfile) => void>();

  constructor(connection: Connection) {
    connection.on('user:changed', ({ user }) => this.changed(user));
    connection.onUp(() => this.reset());
  }

  /** The newer one of a profile that was answered and what an event brought. */
  readonly latest = <Profile extends UserProfile>(answered: Profile): Profile => {
    const fromEvents = this.fromEvents.get(answered.id);
    return fromEvents ? { ...answered, ...fromEvents } : answered;
  };

  /** Calls back with each change; the result ends that. */
  onChange(listener: (user: UserProfile) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  reset(): void {
    this.fromEvents.clear();
  }

  private changed(user: UserProfile): void {
    this.fromEvents.set(user.id, user);
    for (const listener of [...this.listeners]) listener(user);
  }
}
