import { BellOff } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { Conversation } from '@hallway/contracts-conversations';
import { plainText } from '@hallway/markup';
import { Badge, classNames } from '@hallway/ui';
import { useClient, useStore } from '../../../lib/client-context';
import { shownName } from '../../../lib/file-name';
import { useDraftText } from '../../../lib/drafts';
import { useProfile } from '../../../lib/people/profiles';
import { whenOf } from '../../../lib/time';
import { ConversationPicture } from './conversation-picture';
import styles from './conversation-row.module.css';
import { useConversationTitle } from './conversation-title';

interface ConversationRowProps {
  conversation: Conversation;
  selected: boolean;
  /** Is this the row that the Tab key goes to? */
  stop: boolean;
  onFocus: (id: string) => void;
}

/** One conversation in the list. */
export const ConversationRow = memo(function ConversationRow({ conversation, selected, stop, onFocus }: ConversationRowProps) {
  const { id, unread, muted, lastMessage, lastActivityAt } = conversation;
  const title = useConversationTitle(conversation);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (selected) link.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <li className={styles.item}>
      <Link
        ref={link}
        to={`/c/${id}`}
        className={classNames(styles.row, unread > 0 && !muted && styles.unread)}
        aria-current={selected ? 'page' : undefined}
        tabIndex={stop ? 0 : -1}
        title={title}
        onFocus={() => onFocus(id)}
      >
        <span className={styles.picture}><ConversationPicture conversation={conversation} withPresence /></span>
        <span className={styles.text}>
          <span className={styles.line}>
            <span className={styles.title}>{title}</span>
            {muted && <BellOff className={styles.muted} aria-label="muted" />}
            {lastMessage && <time className={styles.when} dateTime={lastActivityAt}>{whenOf(lastActivityAt)}</time>}
          </span>
          <span className={styles.line}>
            <span className={styles.preview} dir="auto"><Preview conversation={conversation} selected={selected} /></span>
            <Count conversation={conversation} />
          </span>
        </span>
      </Link>
    </li>
  );
});

/** How much is unread, coloured when it is for the reader. */
function Count({ conversation: { type, unread, mentionCount, muted } }: { conversation: Conversation }) {
  if (unread === 0) return null;
  if (mentionCount > 0 && type === 'group') return <Badge kind="mention" count={mentionCount} label={`${mentionCount} mentions, ${unread} unread`} className={styles.badge} />;
  const direct = type === 'direct' && !muted;
  return <Badge kind="unread" count={unread} label={`${unread} unread`} className={classNames(styles.badge, direct && styles.direct)} />;
}

const previewLength = 90;
/** As much of a long draft as can matter to its first words. */
const draftSeen = 1_000;

/** Who types, what was written and not sent, or what was said last. */
function Preview({ conversation: { id, type, lastMessage, members }, selected }: { conversation: Conversation; selected: boolean }) {
  const draft = useDraftText(id);
  const { typing, session } = useClient();
  const myId = session.user?.id;
  const typist = useStore(typing.of(id)).find((userId) => userId !== myId);
  const mine = lastMessage?.senderId === myId;
  const named = typist ?? (type === 'group' && !mine ? lastMessage?.senderId : undefined);
  const profile = useProfile(named);
  const name = (profile ?? members?.find(({ userId }) => userId === named)?.user)?.displayName ?? '';
  if (typist) return <span className={styles.typing}>{type === 'group' ? `${name} is typing…` : 'typing…'}</span>;
  // The open one is being written, not left.
  if (draft && !selected) return <><span className={styles.draft}>Draft:</span> {plainText(draft.slice(0, draftSeen), previewLength)}</>;
  if (!lastMessage) return 'No messages yet';
  const { body, attachments, deletedAt } = lastMessage;
  const said = deletedAt ? 'Message deleted' : plainText(body ?? '', previewLength) || (attachments.length > 1 ? `${attachments.length} files` : shownName(attachments[0]?.fileName ?? ''));
  return <>{mine ? 'You: ' : named && name ? `${firstName(name)}: ` : ''}<bdi>{said}</bdi></>;
}

function firstName(name: string): string {
  return name.split(/\s/, 1)[0] ?? name;
}
