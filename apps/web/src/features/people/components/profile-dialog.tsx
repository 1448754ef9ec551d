import { AtSign, MessageSquare } from 'lucide-react';

import { Button, Skeleton } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient, useStore } from '../../../lib/client-context';
import { PresentAvatar } from '../../../lib/people/person-avatar';
import { useProfile } from '../../../lib/people/profiles';
import { useStartDirect } from '../../../lib/start-direct';
import { agoOf } from '../../../lib/time';
import styles from './profile-dialog.module.css';

/** A person, and the way to write to them. */
export function ProfileDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const { session, presence } = useClient();
  const profile = useProfile(userId);
  const { status, lastSeenAt } = useStore(presence.of(userId));
  const startDirect = useStartDirect();
  const isMe = session.user?.id === userId;
  const message = () => {
    onClose();
    void startDirect(userId);
  };
  return (
    <Dialog open onOpenChange={onClose} title={profile?.displayName ?? 'Profile'} titleHidden size="small">
      <div className={styles.card}>
        <PresentAvatar userId={userId} size={96} />
        <div className={styles.name}>{profile?.displayName ?? <Skeleton width="10rem" />}</div>
        <div className={styles.note}>
          <AtSign aria-hidden="true" />
          {profile?.username}
        </div>
        {profile?.statusText && <p dir="auto">{profile.statusText}</p>}
        {status === 'online' && <div className={styles.note}>Online now</div>}
        {status === 'offline' && lastSeenAt && <div className={styles.note}>Last seen {agoOf(lastSeenAt)}</div>}
        {!isMe && (
          <Button className={styles.action} variant="primary" size="large" icon={<MessageSquare />} onClick={message}>
            Message
          </Button>
        )}
      </div>
    </Dialog>
  );
}
