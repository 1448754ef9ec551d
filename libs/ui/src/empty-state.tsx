import type { ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  /** One icon of about 24 pixels. */
  icon?: ReactNode;
  title: string;
  /** What this place is for, in one or two sentences. */
  children?: ReactNode;
  /** The one thing to do next. */
  action?: ReactNode;
  className?: string;
}

/** Stands where a list has nothing to show. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={classNames(styles.state, className)}>
      {icon !== undefined && (
        <div className={styles.icon} aria-hidden="true">
          {icon}
        </div>
      )}
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.words}>{children}</div>}
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
