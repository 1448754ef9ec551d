import type { ComponentProps, ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './listbox.module.css';

/** The look of a completion list; spread `listProps` of `useCombobox` on it. */
export function Listbox({ className, ...attributes }: ComponentProps<'div'>) {
  return <div {...attributes} className={classNames(styles.list, className)} />;
}

export interface ListboxOptionProps extends ComponentProps<'div'> {
  /** An avatar or an icon. */
  start?: ReactNode;
  /** A second, quieter text after the label. */
  note?: ReactNode;
  /** At the far end: a badge or a shortcut. */
  end?: ReactNode;
}

/** One option; spread `optionProps(index)` of `useCombobox` on it. */
export function ListboxOption({ start, note, end, children, className, ...attributes }: ListboxOptionProps) {
  return (
    <div {...attributes} className={classNames(styles.option, className)}>
      {start !== undefined && <span className={styles.start}>{start}</span>}
      <span className={styles.label}>{children}</span>
      {note !== undefined && <span className={styles.note}>{note}</span>}
      {end !== undefined && <span className={styles.end}>{end}</span>}
    </div>
  );
}
