import { Ellipsis, Pencil, Reply, SmilePlus } from 'lucide-react';

import type { Message } from '@hallway/contracts-messages';
import { IconButton, walkToolbar } from '@hallway/ui';

import { useTabStop, useTimeline } from '../hooks/timeline-scope';
import styles from './message-toolbar.module.css';
import { quickEmoji } from './quick-emoji';
import type { RowActions } from './row-actions';

const onHand = quickEmoji.slice(0, 3);

/** What is done most to a message. There is one on the page: at the row under the pointer or with the keyboard. */
export function MessageToolbar({ message, actions }: { message: Message; actions: RowActions }) {
  const { me, commands } = useTimeline();
  const tabIndex = useTabStop();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Message actions" data-toolbar onKeyDown={walkToolbar}>
      {onHand.map(({ emoji, name }) => (
        <IconButton key={emoji} size="small" label={`React with ${name}`} title={name} tabIndex={tabIndex} onClick={() => commands.react(message, emoji)}>
          <span className={styles.emoji}>{emoji}</span>
        </IconButton>
      ))}
      <IconButton size="small" label="More reactions" title="Add reaction" tabIndex={tabIndex} onClick={() => actions.openPicker(message)}>
        <SmilePlus />
      </IconButton>
      <span className={styles.line} />
      <IconButton size="small" label="Reply" title="Reply" tabIndex={tabIndex} onClick={() => actions.reply(message)}>
        <Reply />
      </IconButton>
      {message.senderId === me.id && (
        <IconButton size="small" label="Edit" title="Edit" tabIndex={tabIndex} onClick={() => actions.beginEdit(message)}>
          <Pencil />
        </IconButton>
      )}
      <IconButton
        size="small"
        label="More actions"
        title="More"
        aria-haspopup="menu"
        tabIndex={tabIndex}
        onClick={({ currentTarget }) => {
          const { right, bottom } = currentTarget.getBoundingClientRect();
          actions.openMenu(message, { x: right, y: bottom });
        }}
      >
        <Ellipsis />
      </IconButton>
    </div>
  );
}
