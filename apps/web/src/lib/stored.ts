/** A small value kept on this device; the fallback wherever storage is not allowed or holds something else. */
export function readStored<T extends object>(key: string, fallback: T): T {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof found === 'object' && found !== null ? { ...fallback, ...found } : fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a value if the browser allows it; says whether it did. */
export function writeStored(key: string, value: object): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Lets go of a value. */
export function forgetStored(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing may be stored, nothing is.
  }
}

export const lastConversationKey = 'hallway-last-conversation';

/** Takes what belongs to a person off this device; how the device looks stays. */
export function forgetPerson(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('hallway-draft:') || key === lastConversationKey) forgetStored(key);
}
