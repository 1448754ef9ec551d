import * as RadixTooltip from '@radix-ui/react-tooltip';
import type { ReactElement, ReactNode } from 'react';
import styles from './tooltip.module.css';

/** Once, around everything that has tooltips: the second one then opens without the wait. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <RadixTooltip.Provider delayDuration={400} skipDelayDuration={200}>{children}</RadixTooltip.Provider>;
}

export interface TooltipProps {
  /** A few words; never the only place where they stand. */
  content: ReactNode;
  /** The keys that do the same. */
  shortcut?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** The button or link it belongs to. */
  children: ReactElement;
}

/** Words on hover and on focus. Needs a TooltipProvider above. */
export function Tooltip({ content, shortcut, side = 'top', children }: TooltipProps) {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content className={styles.tooltip} side={side} sideOffset={6} collisionPadding={8}>
          {content}
          {shortcut && <kbd className={styles.shortcut}>{shortcut}</kbd>}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}
