import { BellOff } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { Link } from 'react-router';

import type { Conversation } from '@hallway/contracts-conversations';
import { classNames } from '@hallway/ui';

import { whenOf } from '../../../lib/time';
import type { ListLook } from '../hooks/use-list-look';
import styles from './conversation-row.module.css';
import { useConversationTitle } from './conversation-title';
import { RowPicture } from './row-picture';
import { RowMark, RowPreview } from './row-preview';
import { UnreadBadges } from './unread-badges';

interface ConversationRowProps {
  conversation: Conversation;
  look: ListLook;
  selected: boolean;
  /** Is this the row that the Tab key goes to? */
  stop: boolean;
  onFocus: (id: string) => void;
}

/** One conversation in the list. */
export const ConversationRow = memo(function ConversationRow({ conversation, look, selected, stop, onFocus }: ConversationRowProps) {
  const { id, unread, muted } = conversation;
  const title = useConversationTitle(conversation);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (selected) link.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <li className={styles.item} data-look={look}>
      <Link
        ref={link}
        to={`/c/${id}`}
        className={classNames(styles.row, styles[look], unread > 0 && !muted && styles.unread, muted && styles.quiet)}
        aria-current={selected ? 'page' : undefined}
        tabIndex={stop ? 0 : -1}
        title={title}
        data-conversation={id}
        draggable={false}
        onFocus={() => onFocus(id)}
      >
        <span className={styles.picture}>
          <RowPicture conversation={conversation} look={look} />
        </span>
        <span className={styles.title}>{title}</span>
        {muted && look !== 'strip' && <BellOff className={styles.muted} aria-label="muted" />}
        {look === 'cards' && <Card conversation={conversation} selected={selected} />}
        {look === 'lines' && <RowMark conversation={conversation} selected={selected} />}
        <UnreadBadges conversation={conversation} single={look === 'strip'} className={styles.badge} />
      </Link>
    </li>
  );
});

/** What only a card has room for. */
function Card({ conversation, selected }: { conversation: Conversation; selected: boolean }) {
  const { lastMessage, lastActivityAt } = conversation;
  return (
    <>
      {lastMessage && (
        <time className={styles.when} dateTime={lastActivityAt}>
          {whenOf(lastActivityAt)}
        </time>
      )}
      <span className={styles.preview} dir="auto">
        <RowPreview conversation={conversation} selected={selected} />
      </span>
    </>
  );
}
