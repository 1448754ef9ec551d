import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useId, useState } from 'react';

import { classNames } from './class-names';
import styles from './text-field.module.css';
import { VisuallyHidden } from './visually-hidden';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'size'> {
  label: string;
  /** Keeps the label for assistive technology only, as in a search field. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** What is wrong and how to put it right; marks the field as invalid. */
  error?: ReactNode;
  /** An icon at the start of the field. */
  icon?: ReactNode;
  size?: 'medium' | 'large';
  /** Names of the button that a password field has. */
  showPasswordLabel?: string;
  hidePasswordLabel?: string;
}

/** A line of text with its label, hint and error. A password can be shown, pasted and filled in by a manager. */
export function TextField(props: TextFieldProps) {
  const { label, labelHidden = false, hint, error, icon, size = 'large', className, ...rest } = props;
  const { showPasswordLabel = 'Show password', hidePasswordLabel = 'Hide password', type = 'text', ...attributes } = rest;
  const ownId = useId();
  const id = attributes.id ?? ownId;
  const [shown, setShown] = useState(false);
  const invalid = Boolean(error);
  const notes = [error && `${id}-error`, hint && `${id}-hint`, attributes['aria-describedby']].filter(Boolean).join(' ');
  const labelNode = (
    <label htmlFor={id} className={styles.label}>
      {label}
    </label>
  );
  return (
    <div className={classNames(styles.field, className)}>
      {labelHidden ? <VisuallyHidden>{labelNode}</VisuallyHidden> : labelNode}
      <div className={classNames(styles.box, styles[size], invalid && styles.invalid)} data-disabled={attributes.disabled || undefined}>
        {icon !== undefined && (
          <span className={styles.icon} aria-hidden="true">
            {icon}
          </span>
        )}
        <input
          {...attributes}
          id={id}
          type={type === 'password' && shown ? 'text' : type}
          className={styles.input}
          aria-invalid={invalid || undefined}
          aria-describedby={notes || undefined}
        />
        {type === 'password' && <PasswordToggle shown={shown} onToggle={() => setShown(!shown)} label={shown ? hidePasswordLabel : showPasswordLabel} />}
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          <CircleAlert aria-hidden="true" />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

function PasswordToggle({ shown, onToggle, label }: { shown: boolean; onToggle: () => void; label: string }) {
  return (
    <button type="button" className={styles.toggle} aria-label={label} onClick={onToggle}>
      {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
    </button>
  );
}
