import type { UserProfile } from '@hallway/contracts-auth';
import type { Connection } from '../socket/connection';

/**
 * How people are called and look, as far as events have told. A profile has no version, so what was told wins over
 * every answer, whichever came first, until the connection is lost: from then on only answers can be newer.
 */
export class Profiles {
  private readonly told = new Map<string, UserProfile>();
  private readonly listeners = new Set<(user: UserProfile) => void>();

  constructor(connection: Connection) {
    connection.on('user:changed', ({ user }) => this.changed(user));
    connection.onUp(() => this.reset());
  }

  /** The newer one of a profile that was answered and what was told of that person. */
  readonly latest = <Profile extends UserProfile>(answered: Profile): Profile => {
    const told = this.told.get(answered.id);
    return told ? { ...answered, ...told } : answered;
  };

  /** Calls back with each change; the result ends that. */
  onChange(listener: (user: UserProfile) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  reset(): void {
    this.told.clear();
  }

  private changed(user: UserProfile): void {
    this.told.set(user.id, user);
    for (const listener of [...this.listeners]) listener(user);
  }
}
