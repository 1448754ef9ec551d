import type { ReactNode } from 'react';

import type { Message } from '@hallway/contracts-messages';
import { ScreenAnchor, type ScreenPoint } from '@hallway/ui';
import { Popover } from '@hallway/ui/popover';

import { useTimeline } from '../hooks/timeline-scope';
import { quickEmoji } from './quick-emoji';
import styles from './reaction-picker.module.css';

/** A picker of all emoji, from elsewhere; it calls back with the chosen one. */
export type EmojiPicker = (onPick: (emoji: string) => void) => ReactNode;

interface ReactionPickerProps {
  message: Message;
  at: ScreenPoint;
  picker: EmojiPicker | undefined;
  onClose: () => void;
  returnFocus: () => void;
}

/** Chooses a reaction: from the quick set, or from all emoji when there is a picker. */
export function ReactionPicker({ message, at, picker, onClose, returnFocus }: ReactionPickerProps) {
  const { commands } = useTimeline();
  const pick = (emoji: string) => {
    onClose();
    commands.react(message, emoji);
  };
  return (
    <Popover
      open
      onOpenChange={(open) => !open && onClose()}
      trigger={<ScreenAnchor at={at} label="Reactions" />}
      label="Add reaction"
      look="flush"
      align="end"
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        returnFocus();
      }}
    >
      <div className={styles.quick} role="group" aria-label="Quick reactions">
        {quickEmoji.map(({ emoji, name }) => (
          <button key={emoji} type="button" className={styles.emoji} aria-label={name} title={name} onClick={() => pick(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      {picker?.(pick)}
    </Popover>
  );
}
