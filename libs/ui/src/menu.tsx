import * as RadixMenu from '@radix-ui/react-dropdown-menu';
import { Check, ChevronRight } from 'lucide-react';
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
      <span className={styles.icon} aria-hidden="true">{icon}</span>
      <span className={styles.label}>{children}</span>
      {shortcut && <span className={styles.shortcut} aria-hidden="true">{shortcut}</span>}
    </RadixMenu.Item>
  );
}

/** Items side by side, such as reactions; the arrow keys reach them like any other. */
export function MenuRow({ label, children }: { label: string; children: ReactNode }) {
  return <RadixMenu.Group className={styles.row} aria-label={label}>{children}</RadixMenu.Group>;
}

/** One item of a row: a sign with a name. */
export function MenuRowItem({ label, children, onSelect }: { label: string; children: ReactNode; onSelect: () => void }) {
  return <RadixMenu.Item className={styles.rowItem} aria-label={label} textValue={label} title={label} onSelect={onSelect}>{children}</RadixMenu.Item>;
}

export interface MenuCheckboxItemProps {
  children: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** A setting that the menu switches. */
export function MenuCheckboxItem({ children, ...state }: MenuCheckboxItemProps) {
  return (
    <RadixMenu.CheckboxItem className={styles.item} {...state}>
      <span className={styles.icon}><RadixMenu.ItemIndicator><Check aria-hidden="true" /></RadixMenu.ItemIndicator></span>
      <span className={styles.label}>{children}</span>
    </RadixMenu.CheckboxItem>
  );
}

export interface MenuRadioGroupProps {
  /** Read out as the name of the group. */
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: ReactNode }[];
}

/** One choice out of a few. */
export function MenuRadioGroup({ label, value, onValueChange, options }: MenuRadioGroupProps) {
  return (
    <RadixMenu.RadioGroup aria-label={label} value={value} onValueChange={onValueChange}>
      {options.map((option) => (
        <RadixMenu.RadioItem key={option.value} value={option.value} className={styles.item}>
          <span className={styles.icon}><RadixMenu.ItemIndicator><Check aria-hidden="true" /></RadixMenu.ItemIndicator></span>
          <span className={styles.label}>{option.label}</span>
        </RadixMenu.RadioItem>
      ))}
    </RadixMenu.RadioGroup>
  );
}

export interface SubMenuProps {
  label: ReactNode;
  icon?: ReactNode;
  children: ReactNode;
}

/** A menu inside the menu. */
export function SubMenu({ label, icon, children }: SubMenuProps) {
  return (
    <RadixMenu.Sub>
      <RadixMenu.SubTrigger className={styles.item}>
        <span className={styles.icon} aria-hidden="true">{icon}</span>
        <span className={styles.label}>{label}</span>
        <ChevronRight className={styles.chevron} aria-hidden="true" />
      </RadixMenu.SubTrigger>
      <RadixMenu.Portal>
        <RadixMenu.SubContent className={styles.menu} sideOffset={2} collisionPadding={8}>{children}</RadixMenu.SubContent>
      </RadixMenu.Portal>
    </RadixMenu.Sub>
  );
}

/** A line between groups of actions. */
export function MenuSeparator() {
  return <RadixMenu.Separator className={styles.separator} />;
}

/** A heading over a group of actions. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <RadixMenu.Label className={styles.heading}>{children}</RadixMenu.Label>;
}
