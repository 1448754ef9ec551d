import * as RadixMenu from '@radix-ui/react-dropdown-menu';
import type { ReactElement, ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './menu.module.css';

export interface MenuProps {
  /** The button that opens the menu. */
  trigger: ReactElement;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  /** Called when the focus would go back to the trigger; prevent the event to put it elsewhere. */
  onCloseAutoFocus?: (event: Event) => void;
}

/** A menu of actions under a button. */
export function Menu({ trigger, children, open, onOpenChange, side = 'bottom', align = 'start', onCloseAutoFocus }: MenuProps) {
  return (
    <RadixMenu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <RadixMenu.Trigger asChild>{trigger}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content className={styles.menu} side={side} align={align} sideOffset={4} collisionPadding={8} loop onCloseAutoFocus={onCloseAutoFocus}>
          {children}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

export interface MenuItemProps {
  children: ReactNode;
  onSelect: () => void;
  icon?: ReactNode;
  /** Shown at the end, for the eye. */
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
}

/** One action. */
export function MenuItem({ children, onSelect, icon, shortcut, danger = false, disabled }: MenuItemProps) {
  return (
    <RadixMenu.Item className={classNames(styles.item, danger && styles.danger)} disabled={disabled} onSelect={onSelect}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.label}>{children}</span>
      {shortcut && (
        <span className={styles.shortcut} aria-hidden="true">
          {shortcut}
        </span>
      )}
    </RadixMenu.Item>
  );
}

/** Items side by side, such as reactions; the arrow keys reach them like any other. */
export function MenuRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <RadixMenu.Group className={styles.row} aria-label={label}>
      {children}
    </RadixMenu.Group>
  );
}

/** One item of a row: a sign with a name. */
export function MenuRowItem({ label, children, onSelect }: { label: string; children: ReactNode; onSelect: () => void }) {
  return (
    <RadixMenu.Item className={styles.rowItem} aria-label={label} textValue={label} title={label} onSelect={onSelect}>
      {children}
    </RadixMenu.Item>
  );
}

/** A line between groups of actions. */
export function MenuSeparator() {
  return <RadixMenu.Separator className={styles.separator} />;
}
