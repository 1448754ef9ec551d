import { createContext, useContext } from 'react';
import { keptBy } from '../device/kept';

/** A part of the page that holds something for one person. */
type Part<T> = new (personal: Personal) => T;

/** All that this page holds for one person: drafts, places, folds, files to send. It goes when their session ends. */
export class Personal {
  readonly kept: ReturnType<typeof keptBy>;
  private readonly parts = new Map<Part<unknown>, unknown>();

  constructor(userId: string) {
    this.kept = keptBy(userId);
  }

  /** This person's own, made with the first question. */
  of<T>(part: Part<T>): T {
    if (!this.parts.has(part)) this.parts.set(part, new part(this));
    return this.parts.get(part) as T;
  }
}

export const PersonalContext = createContext<Personal | null>(null);

export function usePersonal<T>(part: Part<T>): T {
  return usePerson().of(part);
}

export function usePerson(): Personal {
  const personal = useContext(PersonalContext);
  if (!personal) throw new Error('usePersonal needs a PersonalContext');
  return personal;
}
