import styles from './badge.module.css';
import { classNames } from './class-names';
import { VisuallyHidden } from './visually-hidden';

export interface BadgeProps {
  /** `mention` calls for the reader and carries an @; `unread` and `dot` do not. */
  kind: 'unread' | 'mention' | 'dot';
  count?: number;
  /** Larger counts show as `max+`. */
  max?: number;
  /** What is read out instead of the number, such as "3 unread messages". */
  label?: string;
  className?: string;
}

/** How many messages wait. Nothing is shown for a count of zero. */
export function Badge({ kind, count, max = 99, label, className }: BadgeProps) {
  if (kind !== 'dot' && !count) {
    return null;
  }
  const number = count !== undefined && count > max ? `${max}+` : count;
  return (
    <span className={classNames(styles.badge, styles[kind], className)} data-kind={kind}>
      {kind !== 'dot' && (
        <span aria-hidden={label ? true : undefined}>
          {kind === 'mention' && <span className={styles.at}>@</span>}
          {number}
        </span>
      )}
      {label && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}
