import * as RadixPopover from '@radix-ui/react-popover';
import type { ReactElement, ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './popover.module.css';

export interface PopoverProps {
  trigger: ReactElement;
  /** The name of what opens. */
  label: string;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  /** `flush` has no padding, as for a picker. */
  look?: 'padded' | 'flush';
  /** Called when the focus would go back to the trigger; prevent the event to put it elsewhere. */
  onCloseAutoFocus?: (event: Event) => void;
}

/** A small dialog beside its trigger, such as a profile card or a picker. */
export function Popover(props: PopoverProps) {
  const { trigger, label, children, open, onOpenChange, side = 'bottom', align = 'start', look = 'padded', onCloseAutoFocus } = props;
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          className={classNames(styles.popover, styles[look])}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
