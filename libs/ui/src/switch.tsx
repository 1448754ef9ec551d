import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';

import { classNames } from './class-names';
import styles from './switch.module.css';

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'role'> {
  label: string;
  hint?: ReactNode;
}

/** A setting that is on or off and takes effect at once. */
export function Switch({ label, hint, className, ...attributes }: SwitchProps) {
  const ownId = useId();
  const id = attributes.id ?? ownId;
  return (
    <div className={classNames(styles.row, className)}>
      <div className={styles.words}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
      <input {...attributes} id={id} type="checkbox" role="switch" className={styles.input} aria-describedby={hint ? `${id}-hint` : undefined} />
    </div>
  );
}
