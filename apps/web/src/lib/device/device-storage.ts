/**
 * Everything that this browser keeps in its local storage, and whose it is. What belongs to a person is kept under their
 * id and goes with their session; what is in no list goes with the next start.
 */
const deviceNames = ['preferences', 'width-list', 'width-details', 'details', 'format-bar'] as const;
type DeviceName = (typeof deviceNames)[number];
/** `draft` is followed by the id of its conversation. */
type UserValueName = 'emoji' | 'last-conversation' | `draft:${string}`;

const root = 'hallway';
const deviceKeys = new Set<string>(deviceNames.map((name) => `${root}-${name}`));

/** Small values by name, kept on this device. Where the browser keeps nothing, they last as long as the page. */
export class DeviceStorage<Name extends string> {
  private readonly volatile = new Map<string, string>();
  private ended = false;

  constructor(private readonly prefix: string) {}

  /** Is there something that would be lost with the page? */
  get losable(): boolean {
    return this.volatile.size > 0;
  }

  /** The value of this name; the fallback where there is none, or something else. */
  read<T extends object>(name: Name, fallback: T): T {
    try {
      const found: unknown = JSON.parse(this.volatile.get(name) ?? localStorage.getItem(this.prefix + name) ?? 'null');
      return typeof found === 'object' && found !== null ? { ...fallback, ...found } : fallback;
    } catch {
      return fallback;
    }
  }

  write(name: Name, value: object): void {
    if (this.ended) return;
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(this.prefix + name, text);
      this.volatile.delete(name);
    } catch {
      this.volatile.set(name, text);
    }
  }

  forget(name: Name): void {
    this.volatile.delete(name);
    remove(this.prefix + name);
  }

  /** Calls `listener` when another tab has changed this value; the result ends that. */
  onOtherTab(name: Name, listener: () => void): () => void {
    const onStorage = (event: StorageEvent) => {
      if (event.key === this.prefix + name) listener();
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }

  /** All of it goes, and nothing more is kept. */
  end(): void {
    this.ended = true;
    this.volatile.clear();
    for (const key of keys()) if (key.startsWith(this.prefix)) remove(key);
  }
}

/** How this device shows Hallway, independent of the user. */
export const deviceStorage = new DeviceStorage<DeviceName>(`${root}-`);

export function userStorage(userId: string): DeviceStorage<UserValueName> {
  return new DeviceStorage(prefixOf(userId));
}

/** Does this device keep something of a person, so that their session may still be there? */
export function hasOwner(): boolean {
  return keys().some((key) => key.startsWith(prefixOf('')));
}

/** Takes what belongs to anybody else off this device; for `null`, to anybody. */
export function forgetOthers(userId: string | null): void {
  for (const key of keys()) {
    const mine = userId !== null && key.startsWith(prefixOf(userId));
    if (key.startsWith(root) && !deviceKeys.has(key) && !mine) remove(key);
  }
}

function prefixOf(userId: string): string {
  return `${root}:${userId}${userId && ':'}`;
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing may be kept, nothing is.
  }
}
