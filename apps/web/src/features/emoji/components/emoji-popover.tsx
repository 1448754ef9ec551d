import { type ReactElement, useRef } from 'react';

import { Popover } from '@hallway/ui/popover';

import { EmojiPicker } from './emoji-picker';

interface EmojiPopoverProps {
  trigger: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPick: (emoji: string) => void;
}

/** The picker beside its button. The field that takes the emoji also gets the focus. */
export function EmojiPopover({ trigger, open, onOpenChange, onPick }: EmojiPopoverProps) {
  const picked = useRef(false);
  const pick = (emoji: string) => {
    picked.current = true;
    onOpenChange(false);
    onPick(emoji);
  };
  const onCloseAutoFocus = (event: Event) => {
    if (picked.current) event.preventDefault();
    picked.current = false;
  };
  return (
    <Popover trigger={trigger} label="Emoji" open={open} onOpenChange={onOpenChange} side="top" align="end" look="flush" onCloseAutoFocus={onCloseAutoFocus}>
      <EmojiPicker onPick={pick} />
    </Popover>
  );
}
