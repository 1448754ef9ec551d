import { Hash, Search, Settings, SquarePen } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import type { Conversation } from '@hallway/contracts-conversations';
import { plainText } from '@hallway/markup';
import { Avatar, Badge, Button, EmptyState, IconButton, Skeleton } from '@hallway/ui';
import { useClient, useStore } from '../../../lib/client-context';
import { PersonAvatar } from '../../../lib/people/person-avatar';
import { whenOf } from '../../../lib/time';
import styles from './conversation-list.module.css';
import { otherMember, useConversationTitle } from './conversation-title';

interface ConversationListProps {
  selectedId: string | undefined;
  onNew: () => void;
  onSearch: () => void;
  onSettings: () => void;
}

export function ConversationList({ selectedId, onNew, onSearch, onSettings }: ConversationListProps) {
  const client = useClient();
  const { order, byId, loaded } = useStore(client.conversations);
  const { user } = useStore(client.session);
  const empty = loaded && order.length === 0;
  return (
    <>
      <div className={styles.head}>
        <span className={styles.brand}>Hallway</span>
        <span className={styles.actions}>
          <IconButton label="Search (Ctrl+K)" onClick={onSearch}><Search /></IconButton>
          <IconButton label="New conversation" onClick={onNew}><SquarePen /></IconButton>
        </span>
      </div>
      {empty ? (
        <div className={styles.empty}>
          <EmptyState title="No conversations yet" action={<Button variant="primary" onClick={onNew}>Start one</Button>}>Write to a person or make a group.</EmptyState>
        </div>
      ) : (
        <ul className={styles.list}>
          {!loaded && order.length === 0 && [1, 2, 3].map((row) => <li key={row}><Skeleton shape="block" height={56} /></li>)}
          {order.map((id) => {
            const conversation = byId.get(id);
            return conversation && <Row key={id} conversation={conversation} selected={id === selectedId} myId={user?.id ?? ''} />;
          })}
        </ul>
      )}
      <div className={styles.foot}>
        {user && <PersonAvatar userId={user.id} size={32} />}
        <span className={styles.me}>{user?.displayName}</span>
        <IconButton label="Settings" onClick={onSettings}><Settings /></IconButton>
      </div>
    </>
  );
}

function Row({ conversation, selected, myId }: { conversation: Conversation; selected: boolean; myId: string }) {
  const title = useConversationTitle(conversation);
  const other = otherMember(conversation, myId);
  const { unread, mentionCount, lastMessage } = conversation;
  const preview = lastMessage ? (lastMessage.deletedAt ? 'Message deleted' : plainText(lastMessage.body ?? '', 80) || 'Sent a file') : 'No messages yet';
  return (
    <li>
      <Link to={`/c/${conversation.id}`} className={`${styles.item} ${unread > 0 ? styles.unread : ''}`} aria-current={selected ? 'page' : undefined}>
        <span className={styles.avatar}>
          {other ? <WatchedAvatar userId={other.userId} /> : <Avatar id={conversation.id} name={title} size={40} shape="square" icon={<Hash />} />}
        </span>
        <span className={styles.name}>{title}</span>
        <span className={styles.when}>{whenOf(conversation.lastActivityAt)}</span>
        <span className={styles.preview}>{lastMessage?.senderId === myId ? 'You: ' : ''}{preview}</span>
        {unread > 0 && <Badge kind={mentionCount > 0 ? 'mention' : 'unread'} count={unread} label={`${unread} unread`} />}
      </Link>
    </li>
  );
}

/** Shows whether the person is online while the row is on screen. */
function WatchedAvatar({ userId }: { userId: string }) {
  const { presence } = useClient();
  useEffect(() => presence.watch([userId]), [presence, userId]);
  const { status } = useStore(presence.of(userId));
  return <PersonAvatar userId={userId} size={40} presence={status === 'online' ? 'online' : undefined} />;
}
