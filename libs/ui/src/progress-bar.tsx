import { classNames } from './class-names';
import styles from './progress-bar.module.css';

export interface ProgressBarProps {
  /** 0 to 1; without it the end is not known. */
  value?: number;
  label: string;
  kind?: 'normal' | 'danger';
  className?: string;
}

/** How far an upload or an import is. */
export function ProgressBar({ value, label, kind = 'normal', className }: ProgressBarProps) {
  const known = value === undefined ? undefined : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known === undefined ? undefined : Math.round(known * 100)}
      className={classNames(styles.track, styles[kind], className)}
    >
      <div
        className={classNames(styles.bar, known === undefined && styles.unknown)}
        style={known === undefined ? undefined : { inlineSize: `${known * 100}%` }}
      />
    </div>
  );
}
