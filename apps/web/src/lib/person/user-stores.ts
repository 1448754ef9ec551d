import { createContext, useContext } from 'react';

import { userStorage } from '../device/device-storage';

/** A part of the page that holds something for one person. */
type Part<T> = new (stores: UserStores) => T;

/** All that this page holds for one person: drafts, places, folds, files to send. It goes when their session ends. */
export class UserStores {
  readonly storage: ReturnType<typeof userStorage>;
  private readonly parts = new Map<Part<unknown>, unknown>();

  constructor(userId: string) {
    this.storage = userStorage(userId);
  }

  /** This person's own, made with the first question. */
  of<T>(part: Part<T>): T {
    if (!this.parts.has(part)) this.parts.set(part, new part(this));
    return this.parts.get(part) as T;
  }
}

export const UserStoresContext = createContext<UserStores | null>(null);

export function useUserStore<T>(part: Part<T>): T {
  return useUserStores().of(part);
}

export function useUserStores(): UserStores {
  const stores = useContext(UserStoresContext);
  if (!stores) throw new Error('usePersonal needs a PersonalContext');
  return stores;
}
