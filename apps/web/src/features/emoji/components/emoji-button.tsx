import { Smile } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';

import { IconButton } from '@hallway/ui';

import { lazyPart } from '../../../lib/lazy-part';

const EmojiPopover = lazyPart(async () => (await import('./emoji-popover')).EmojiPopover, 'over');

interface EmojiButtonProps {
  onPick: (emoji: string) => void;
  label?: string;
  icon?: ReactNode;
  size?: ComponentProps<typeof IconButton>['size'];
}

/** Opens the emoji picker, which is loaded when the user points at it. */
export function EmojiButton({ onPick, label = 'Emoji', icon = <Smile />, size }: EmojiButtonProps) {
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const ask = () => {
    setAsked(true);
    setOpen(true);
  };
  // Once the popover is here, the button is its trigger, and opens and closes it.
  const button = (
    <IconButton
      label={label}
      title={label}
      size={size}
      onPointerEnter={EmojiPopover.prefetch}
      onFocus={EmojiPopover.prefetch}
      onClick={asked ? undefined : ask}
    >
      {icon}
    </IconButton>
  );
  if (!asked) return button;
  return <EmojiPopover trigger={button} open={open} onOpenChange={setOpen} onPick={onPick} fallback={button} onGiveUp={() => setAsked(false)} />;
}
