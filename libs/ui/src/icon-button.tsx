import type { ComponentProps, ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './icon-button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** The accessible name; wrap the button in a Tooltip to show it too. */
  label: string;
  /** One icon of 16 to 20 pixels. */
  children: ReactNode;
  size?: 'small' | 'medium' | 'large';
  variant?: 'quiet' | 'outlined' | 'primary';
  /** For a button that switches something on and off. */
  pressed?: boolean;
}

/** A button that is an icon; it always has a name. */
export function IconButton(props: IconButtonProps) {
  const { label, children, size = 'medium', variant = 'quiet', pressed, className, type = 'button', ...attributes } = props;
  return (
    <button
      {...attributes}
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      className={classNames(styles.button, styles[size], styles[variant], className)}
    >
      {children}
    </button>
  );
}
