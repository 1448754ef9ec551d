import { CornerUpLeft, X } from 'lucide-react';

import { IconButton } from '@hallway/ui';

import type { DraftReply } from '../../../lib/drafts';
import { PersonName } from '../../../lib/people/person-avatar';
import styles from './composer.module.css';

/** Which message is being answered. */
export function ReplyLine({ reply, onCancel }: { reply: DraftReply; onCancel: () => void }) {
  return (
    <div className={styles.reply}>
      <CornerUpLeft className={styles.replyIcon} aria-hidden="true" />
      <span className={styles.replyText} dir="auto">
        <span className={styles.replyName}>
          <PersonName userId={reply.senderId} />
        </span>{' '}
        {reply.excerpt}
      </span>
      <IconButton size="small" label="Cancel reply" title="Cancel reply (Esc)" onClick={onCancel}>
        <X />
      </IconButton>
    </div>
  );
}
