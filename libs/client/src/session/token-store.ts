/** Where a bot or a native app keeps its refresh token. Browsers need none: theirs is an HttpOnly cookie. */
export interface TokenStore {
  load(): Promise<string | null>;
  /** `null` forgets it. Must be durable when it resolves: the token before is dead soon. */
  save(refreshToken: string | null): Promise<void>;
}

export function memoryTokenStore(refreshToken: string | null = null): TokenStore {
  let kept = refreshToken;
  return {
    load: () => Promise.resolve(kept),
    save: (next) => {
      kept = next;
      return Promise.resolve();
    },
  };
}
