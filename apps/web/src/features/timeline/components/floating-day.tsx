import { useEffect, useState } from 'react';

import { dayOf } from '../../../lib/time';
import styles from './conversation-pane.module.css';

/** It stays this long after the last scroll. */
const restMs = 1_500;

interface FloatingDayProps {
  day: string | null;
  scroller: HTMLElement | null;
  onPick: (day: string) => void;
}

/** The day of what is on screen, while its own line is out of sight and the reader moves. For the pointer only: every message has its date. */
export function FloatingDay({ day, scroller, onPick }: FloatingDayProps) {
  const [moving, setMoving] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      setMoving(true);
      clearTimeout(timer);
      timer = setTimeout(() => setMoving(false), restMs);
    };
    scroller?.addEventListener('scroll', moved, { passive: true });
    return () => {
      scroller?.removeEventListener('scroll', moved);
      clearTimeout(timer);
    };
  }, [scroller]);
  if (day === null) return null;
  return (
    <div className={styles.floating} data-shown={moving} aria-hidden="true">
      <button type="button" className={styles.chip} tabIndex={-1} onClick={() => onPick(day)}>
        {dayOf(day)}
      </button>
    </div>
  );
}
