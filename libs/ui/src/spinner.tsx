import type { CSSProperties } from 'react';

import { classNames } from './class-names';
import styles from './spinner.module.css';
import { VisuallyHidden } from './visually-hidden';

export interface SpinnerProps {
  size?: number;
  /** Read out when given; without it the spinner is decoration. */
  label?: string;
  className?: string;
}

/** Something is being waited for. Shown only after 150 ms, so that quick answers do not flash. */
export function Spinner({ size = 20, label, className }: SpinnerProps) {
  const style: CSSProperties = { inlineSize: size, blockSize: size };
  return (
    <span className={classNames(styles.spinner, className)} style={style} role={label ? 'status' : undefined} aria-hidden={label ? undefined : true}>
      <svg viewBox="0 0 20 20" fill="none" aria-hidden="true">
        <circle cx="10" cy="10" r="8" className={styles.track} />
        <path d="M10 2a8 8 0 0 1 8 8" className={styles.head} />
      </svg>
      {label && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}
