import * as RadixTabs from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import styles from './tabs.module.css';

export interface TabsProps {
  value: string;
  onValueChange: (value: string) => void;
  children: ReactNode;
  className?: string;
}

/** Several views of one thing, one at a time. Holds a TabList and TabPanels. */
export function Tabs({ className, ...state }: TabsProps) {
  return <RadixTabs.Root {...state} className={classNames(styles.tabs, className)} />;
}

/** The row of tabs; `label` names it. */
export function TabList({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return <RadixTabs.List aria-label={label} className={classNames(styles.list, className)}>{children}</RadixTabs.List>;
}

export interface TabProps {
  value: string;
  children: ReactNode;
  /** A badge or a count after the words. */
  end?: ReactNode;
  disabled?: boolean;
}

/** One tab. */
export function Tab({ value, children, end, disabled }: TabProps) {
  return (
    <RadixTabs.Trigger value={value} disabled={disabled} className={styles.tab}>
      {children}
      {end}
    </RadixTabs.Trigger>
  );
}

/** What a tab shows. */
export function TabPanel({ value, children, className }: { value: string; children: ReactNode; className?: string }) {
  return <RadixTabs.Content value={value} className={classNames(styles.panel, className)}>{children}</RadixTabs.Content>;
}
