import type { ComponentProps, ReactNode } from 'react';

import styles from './button.module.css';
import { classNames } from './class-names';
import { Spinner } from './spinner';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` once per screen; `danger` for what cannot be undone. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'small' | 'medium' | 'large';
  /** Before the label; hidden from assistive technology. */
  icon?: ReactNode;
  /** Keeps the width and the focus, shows a spinner and ignores clicks. */
  loading?: boolean;
  fullWidth?: boolean;
}

/** A button with words. */
export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'medium', icon, loading = false, fullWidth = false, ...rest } = props;
  const { className, children, onClick, type = 'button', ...attributes } = rest;
  return (
    <button
      {...attributes}
      type={loading ? 'button' : type}
      className={classNames(styles.button, styles[variant], styles[size], fullWidth && styles.fullWidth, className)}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      data-loading={loading || undefined}
      onClick={loading ? undefined : onClick}
    >
      {loading && <Spinner className={styles.spinner} size={16} />}
      <span className={styles.content}>
        {icon !== undefined && (
          <span className={styles.icon} aria-hidden="true">
            {icon}
          </span>
        )}
        {children}
      </span>
    </button>
  );
}
