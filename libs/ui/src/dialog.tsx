import * as RadixDialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRef } from 'react';

import { Button } from './button';
import { classNames } from './class-names';
import styles from './dialog.module.css';
import { IconButton } from './icon-button';
import { VisuallyHidden } from './visually-hidden';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Always there for assistive technology, even when hidden. */
  title: string;
  titleHidden?: boolean;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** `bare` gives the whole box to the content, as for the switcher. */
  look?: 'card' | 'bare';
  closeLabel?: string;
  /** Where the focus goes after closing when the opener is gone by then, as a menu item is. */
  returnFocus?: () => HTMLElement | null | undefined;
  className?: string;
}

/** A modal dialog. Keeps the focus inside, closes on Escape and on the scrim, gives the focus back to its opener. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, size = 'medium', look = 'card', children, footer, description, className } = props;
  const focusReturn = useFocusReturn(props.returnFocus, footer !== undefined);
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.scrim} />
        <RadixDialog.Content
          className={classNames(styles.dialog, styles[size], styles[look], className)}
          {...focusReturn}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <DialogHead {...props} />
          {look === 'bare' ? children : <div className={styles.body}>{children}</div>}
          {footer !== undefined && <div className={styles.footer}>{footer}</div>}
          <DialogClose {...props} />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** Radix gives the focus back to its own trigger only; a controlled dialog has none. */
function useFocusReturn(returnFocus: DialogProps['returnFocus'], asks: boolean) {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      opener.current = document.activeElement;
      // A form begins at its first field, a question at its first answer, anything else at its title.
      const content = event.target as HTMLElement;
      const title = asks || content.querySelector('input, textarea, select') ? null : content.querySelector<HTMLElement>('[data-dialog-title]');
      if (!title) return;
      event.preventDefault();
      title.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      // What was chosen in it may have moved the focus on, such as to another conversation.
      if (document.activeElement && document.activeElement !== document.body) return;
      const target = opener.current?.isConnected && opener.current !== document.body ? opener.current : returnFocus?.();
      if (target instanceof HTMLElement) {
        target.focus();
      }
    },
  };
}

function DialogHead({ title, titleHidden = false, description, look }: DialogProps) {
  const heading = (
    <RadixDialog.Title className={styles.title} tabIndex={-1} data-dialog-title>
      {title}
    </RadixDialog.Title>
  );
  if (look === 'bare' || titleHidden) {
    return <VisuallyHidden>{heading}</VisuallyHidden>;
  }
  return (
    <header className={styles.head}>
      {heading}
      {description !== undefined && <RadixDialog.Description className={styles.description}>{description}</RadixDialog.Description>}
    </header>
  );
}

/** Last in the order, so that a dialog opens with the focus on its first field and not on its cross. */
function DialogClose({ look, closeLabel = 'Close' }: DialogProps) {
  if (look === 'bare') {
    return null;
  }
  return (
    <RadixDialog.Close asChild>
      <IconButton label={closeLabel} className={styles.close}>
        <X />
      </IconButton>
    </RadixDialog.Close>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** The confirmed work is under way. */
  busy?: boolean;
  onConfirm: () => void;
  returnFocus?: DialogProps['returnFocus'];
}

/** Asks before something that cannot be taken back. It stays open: close it when the work is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { confirmLabel, cancelLabel = 'Cancel', danger = false, busy = false, onConfirm, onOpenChange, ...rest } = props;
  const footer = (
    <>
      <Button size="large" onClick={() => onOpenChange(false)}>
        {cancelLabel}
      </Button>
      <Button size="large" variant={danger ? 'danger' : 'primary'} loading={busy} onClick={onConfirm}>
        {confirmLabel}
      </Button>
    </>
  );
  return <Dialog {...rest} onOpenChange={onOpenChange} size="small" footer={footer} />;
}
