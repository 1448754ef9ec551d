import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';

import styles from './banner.module.css';
import { classNames } from './class-names';
import { IconButton } from './icon-button';

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

export interface BannerProps {
  kind?: 'info' | 'success' | 'warning' | 'danger';
  children: ReactNode;
  /** A button or a link. */
  action?: ReactNode;
  onDismiss?: () => void;
  dismissLabel?: string;
  /** Across the page without corners; otherwise a card. */
  edge?: boolean;
  className?: string;
}

/** A lasting notice above the content. Dangers are read out at once, the rest when there is time. */
export function Banner(props: BannerProps) {
  const { kind = 'info', children, action, onDismiss, dismissLabel = 'Dismiss', edge = false, className } = props;
  const Icon = icons[kind];
  return (
    <div role={kind === 'danger' ? 'alert' : 'status'} className={classNames(styles.banner, styles[kind], edge && styles.edge, className)}>
      <Icon className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>{children}</div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
      {onDismiss && (
        <IconButton label={dismissLabel} size="small" onClick={onDismiss}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
