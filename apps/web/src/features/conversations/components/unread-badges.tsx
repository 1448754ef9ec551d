import type { Conversation } from '@hallway/contracts-conversations';
import { Badge, classNames } from '@hallway/ui';

import styles from './unread-badges.module.css';

interface UnreadBadgesProps {
  conversation: Pick<Conversation, 'type' | 'unread' | 'mentionCount' | 'muted'>;
  /** Only what matters most. */
  single?: boolean;
  className?: string;
}

/** How much is unread, and how much of it is for the reader: mentions, and everything in a direct conversation. */
export function UnreadBadges({ conversation: { type, unread, mentionCount, muted }, single = false, className }: UnreadBadgesProps) {
  if (unread === 0) return null;
  const mentions = mentionCount === 1 ? '1 mention' : `${mentionCount} mentions`;
  const mentionsOnly = mentionCount > 0 && (single || mentionCount === unread);
  return (
    <span className={classNames(styles.badges, className)}>
      {mentionCount > 0 && <Badge kind="mention" count={mentionCount} label={mentionsOnly ? `${mentions}, ${unread} unread` : mentions} />}
      {!mentionsOnly && (
        <Badge
          kind="unread"
          count={unread}
          label={`${unread} unread`}
          className={classNames(type === 'direct' && !muted && styles.direct, single && styles.single)}
        />
      )}
    </span>
  );
}
