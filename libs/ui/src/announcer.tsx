import type { ReactNode } from 'react';
import { createContext, use, useCallback, useState } from 'react';

import { VisuallyHidden } from './visually-hidden';

/** `polite` waits for a pause; `assertive` interrupts and is for failures only. */
export type Urgency = 'polite' | 'assertive';

/** Says a text to assistive technology. */
export type Announce = (text: string, urgency?: Urgency) => void;

const AnnounceContext = createContext<Announce | null>(null);

/** Puts the two live regions on the page; once, around the whole app. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState(emptySlots);
  const [assertive, setAssertive] = useState(emptySlots);
  const announce = useCallback<Announce>((text, urgency = 'polite') => {
    (urgency === 'polite' ? setPolite : setAssertive)((slots) => say(slots, text));
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <LiveRegion urgency="polite" texts={polite.texts} />
      <LiveRegion urgency="assertive" texts={assertive.texts} />
    </AnnounceContext>
  );
}

/** The function that speaks to assistive technology. Needs an AnnouncerProvider above. */
export function useAnnounce(): Announce {
  const announce = use(AnnounceContext);
  if (!announce) {
    throw new Error('useAnnounce needs an AnnouncerProvider above it');
  }
  return announce;
}

/** A live region that exists before its first text, without which browsers stay silent. */
function LiveRegion({ urgency, texts }: { urgency: Urgency; texts: readonly [string, string] }) {
  return (
    <VisuallyHidden aria-live={urgency} role={urgency === 'polite' ? 'status' : 'alert'} aria-atomic="false">
      <span>{texts[0]}</span>
      <span>{texts[1]}</span>
    </VisuallyHidden>
  );
}

interface Slots {
  texts: readonly [string, string];
  next: 0 | 1;
}

const emptySlots: Slots = { texts: ['', ''], next: 0 };

/** Two places in turn: the same text said twice is a change both times. */
function say({ next }: Slots, text: string): Slots {
  return next === 0 ? { texts: [text, ''], next: 1 } : { texts: ['', text], next: 0 };
}
