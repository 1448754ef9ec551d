import { useQuery } from '@tanstack/react-query';
import { PinOff } from 'lucide-react';

import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { EmptyState, IconButton, Spinner } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient } from '../../../lib/client-context';
import { shownName } from '../../../lib/file-name';
import { PersonAvatar, PersonName } from '../../../lib/people/person-avatar';
import { fullTimeOf, whenOf } from '../../../lib/time';
import { pinsQuery } from '../api/pins';
import { useTimeline } from '../hooks/timeline-scope';
import styles from './pins-dialog.module.css';

/** What the members found worth keeping at hand. */
export function PinsDialog({ onJump, onClose, returnFocus }: { onJump: (seq: number) => void; onClose: () => void; returnFocus: () => void }) {
  const { conversationId, commands } = useTimeline();
  const { data } = useQuery(pinsQuery(useClient(), conversationId));
  const go = (message: Message) => {
    onClose();
    onJump(message.seq);
  };
  const close = () => {
    onClose();
    returnFocus();
  };
  return (
    <Dialog open onOpenChange={close} title="Pinned messages">
      {!data && <Spinner label="Loading" />}
      {data?.length === 0 && <EmptyState title="Nothing is pinned">Pin a message from its menu, and everyone here finds it again.</EmptyState>}
      <ul role="list">
        {data?.map((message) => (
          <li key={message.id} className={styles.pin}>
            <button type="button" className={styles.open} onClick={() => go(message)}>
              <PersonAvatar userId={message.senderId} size={28} />
              <span className={styles.words}>
                <span className={styles.head}>
                  <span className={styles.who}>
                    <PersonName userId={message.senderId} />
                  </span>
                  <time className={styles.time} dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
                    {whenOf(message.createdAt)}
                  </time>
                </span>
                <span className={styles.text}>{plainText(message.body ?? '', 240) || <bdi>{shownName(message.attachments[0]?.fileName ?? '')}</bdi>}</span>
              </span>
            </button>
            <IconButton size="small" label="Unpin" title="Unpin" onClick={() => commands.togglePin({ ...message, pinned: true })}>
              <PinOff />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
