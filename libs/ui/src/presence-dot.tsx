import { classNames } from './class-names';
import styles from './presence-dot.module.css';

/** Whether a person can be reached. */
export type PresenceLevel = 'online' | 'away' | 'busy' | 'offline';

export interface PresenceDotProps {
  presence: PresenceLevel;
  /** Pixels across. */
  size?: number;
  /** Read out when given; otherwise the dot is decoration. */
  label?: string;
  className?: string;
}

/** Presence as colour and shape: full, half, bar, ring. */
export function PresenceDot({ presence, size = 10, label, className }: PresenceDotProps) {
  return (
    <svg
      viewBox="0 0 10 10"
      width={size}
      height={size}
      className={classNames(styles.dot, styles[presence], className)}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {presence === 'online' && <circle cx="5" cy="5" r="5" className={styles.fill} />}
      {(presence === 'away' || presence === 'offline') && <circle cx="5" cy="5" r="4" className={styles.ring} />}
      {presence === 'away' && <path d="M5 1a4 4 0 0 0 0 8z" className={styles.fill} />}
      {presence === 'busy' && <path fillRule="evenodd" d="M5 0a5 5 0 1 1 0 10A5 5 0 0 1 5 0zM2.6 4.1v1.8h4.8V4.1z" className={styles.fill} />}
    </svg>
  );
}
