import { Smile } from 'lucide-react';
import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from 'react';
import { IconButton } from '@hallway/ui';

const load = () => import('./emoji-popover');
const EmojiPopover = lazy(() => load().then((module) => ({ default: module.EmojiPopover })));

interface EmojiButtonProps {
  onPick: (emoji: string) => void;
  label?: string;
  icon?: ReactNode;
  size?: ComponentProps<typeof IconButton>['size'];
}

/** Opens the emoji picker, which is loaded when somebody reaches for it. */
export function EmojiButton({ onPick, label = 'Emoji', icon = <Smile />, size }: EmojiButtonProps) {
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const ask = () => {
    setAsked(true);
    setOpen(true);
  };
  // Only ahead of time: what cannot be loaded now is asked for again when the button is pressed.
  const prefetch = () => void load().catch(() => undefined);
  // Once the popover is here, the button is its trigger, and opens and closes it.
  const button = <IconButton label={label} title={label} size={size} onPointerEnter={prefetch} onFocus={prefetch} onClick={asked ? undefined : ask}>{icon}</IconButton>;
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <EmojiPopover trigger={button} open={open} onOpenChange={setOpen} onPick={onPick} />
    </Suspense>
  );
}
