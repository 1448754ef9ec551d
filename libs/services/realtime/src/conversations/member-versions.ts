const maxRemembered = 50_000;

/**
 * The newest version of whether a user is in a conversation. The event stream may bring things twice,
 * and a direct notice may overtake it: an older version never undoes a newer one.
 */
export class MemberVersions {
  private readonly known = new Map<string, { version: number; member: boolean }>();

  /** Answers whether this is newer than what was known. */
  accept(conversationId: string, userId: string, version: number, member: boolean): boolean {
    const key = `${conversationId}:${userId}`;
    if ((this.known.get(key)?.version ?? 0) >= version) return false;
    this.known.delete(key);
    this.known.set(key, { version, member });
    if (this.known.size > maxRemembered) this.known.delete(this.known.keys().next().value ?? key);
    return true;
  }

  hasLeft(conversationId: string, userId: string): boolean {
    return this.known.get(`${conversationId}:${userId}`)?.member === false;
  }
}
