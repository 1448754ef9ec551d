import { dayOf } from '../../../lib/time';
import styles from './conversation-pane.module.css';

/** The day of what is on screen, while its own line is out of sight. For the eye only: every message has its date. */
export function FloatingDay({ day }: { day: string | null }) {
  if (day === null) return null;
  return <div className={styles.floating} aria-hidden="true"><span className={styles.chip}>{dayOf(day)}</span></div>;
}
