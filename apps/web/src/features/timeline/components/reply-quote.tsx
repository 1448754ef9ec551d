import { useQuery } from '@tanstack/react-query';
import { CornerUpLeft } from 'lucide-react';

import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';

import { useClient } from '../../../lib/client-context';
import { shownName } from '../../../lib/file-name';
import { PersonName } from '../../../lib/people/person-avatar';
import { messageQuery } from '../api/messages';
import { useTabStop } from '../hooks/timeline-scope';
import styles from './reply-quote.module.css';

const longest = 140;

/** One line of the message that is answered; press to go there. */
export function ReplyQuote({ messageId, shown, onJump }: { messageId: string; shown: Message | undefined; onJump: (seq: number) => void }) {
  const tabIndex = useTabStop();
  // Not in the window: asked for once.
  const { data } = useQuery({ ...messageQuery(useClient(), messageId), enabled: shown === undefined });
  const quoted = shown ?? data;
  if (!quoted)
    return (
      <span className={styles.quote}>
        <CornerUpLeft aria-hidden="true" />
        An earlier message
      </span>
    );
  const text = quoted.body === null ? 'Message deleted' : plainText(quoted.body, longest) || shownName(quoted.attachments[0]?.fileName ?? '');
  return (
    <button type="button" className={styles.quote} tabIndex={tabIndex} title="Go to this message" onClick={() => onJump(quoted.seq)}>
      <CornerUpLeft aria-hidden="true" />
      <span className={styles.who}>
        <PersonName userId={quoted.senderId} />
      </span>
      <span className={styles.words}>
        <bdi>{text}</bdi>
      </span>
    </button>
  );
}
