import { SmilePlus } from 'lucide-react';

import type { Message } from '@hallway/contracts-messages';
import { Dialog } from '@hallway/ui/dialog';

import { useTimeline } from '../hooks/timeline-scope';
import { menuEntries } from './menu-entries';
import styles from './message-sheet.module.css';
import { quickEmoji } from './quick-emoji';
import type { RowActions } from './row-actions';

interface MessageSheetProps {
  message: Message;
  actions: RowActions;
  onPicker: () => void;
  onClose: () => void;
}

/** The menu for fingers: from below, with large targets. */
export function MessageSheet({ message, actions, onPicker, onClose }: MessageSheetProps) {
  const scope = useTimeline();
  const andClose = (run: () => void) => () => {
    onClose();
    run();
  };
  return (
    <Dialog open onOpenChange={onClose} title="Message actions" titleHidden size="small">
      <div className={styles.emoji} role="group" aria-label="Reactions">
        {quickEmoji.map(({ emoji, name }) => (
          <button
            key={emoji}
            type="button"
            className={styles.quick}
            aria-label={`React with ${name}`}
            onClick={andClose(() => scope.commands.react(message, emoji))}
          >
            {emoji}
          </button>
        ))}
        <button type="button" className={styles.quick} aria-label="More reactions" onClick={onPicker}>
          <SmilePlus aria-hidden="true" />
        </button>
      </div>
      {menuEntries(message, scope, actions).map(({ label, icon, danger, run }) => (
        <button key={label} type="button" className={styles.entry} data-danger={danger} onClick={andClose(run)}>
          {icon}
          {label}
        </button>
      ))}
    </Dialog>
  );
}
