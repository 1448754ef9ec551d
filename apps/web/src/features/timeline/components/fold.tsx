import { ChevronDown, ChevronUp } from 'lucide-react';
import { createContext, type CSSProperties, type ReactNode, useContext, useSyncExternalStore } from 'react';

import { LocalStore } from '../../../lib/local-store';
import { useUserStore } from '../../../lib/person/user-stores';
import { useTabStop } from '../hooks/timeline-scope';
import styles from './fold.module.css';

/** What the reader has unfolded; rows that leave the screen come back as they were. */
class Unfolded extends LocalStore<ReadonlySet<string>> {
  constructor() {
    super(new Set());
  }
}

/** Is this part of something that is folded as a whole? */
const FoldedContext = createContext(false);

interface FoldProps {
  /** Names what is folded, across rows. */
  place: string;
  lines: number;
  /** More lines than this are folded. */
  most: number;
  what: string;
  children: ReactNode;
}

/** Shows the beginning of what is long, and the rest when asked. Within another fold there is none: one press shows all. */
export function Fold({ place, lines, most, what, children }: FoldProps) {
  const tabIndex = useTabStop();
  const unfolded = useUserStore(Unfolded);
  const open = useSyncExternalStore(unfolded.subscribe, () => unfolded.getSnapshot().has(place));
  if (useContext(FoldedContext) || lines <= most) return <>{children}</>;
  const toggle = () => {
    const next = new Set(unfolded.getSnapshot());
    if (!next.delete(place)) next.add(place);
    unfolded.set(next);
  };
  return (
    <>
      <div className={styles.fold} data-open={open} style={{ '--fold-lines': most } as CSSProperties}>
        <FoldedContext value>{children}</FoldedContext>
      </div>
      <button type="button" className={styles.toggle} aria-expanded={open} tabIndex={tabIndex} onClick={toggle}>
        {open ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
        {open ? `Show less of the ${what}` : `Show all ${lines} lines of the ${what}`}
      </button>
    </>
  );
}
