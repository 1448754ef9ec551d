import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pin } from 'lucide-react';
import { useEffect } from 'react';

import { plainText } from '@hallway/markup';

import { useClient } from '../../../lib/client-context';
import { shownName } from '../../../lib/file-name';
import { pinsKey, pinsQuery } from '../api/pins';
import { useTimeline } from '../hooks/timeline-scope';
import styles from './pin-banner.module.css';

/** The latest pin, one press away; the rest in a list. */
export function PinBanner({ onJump, onList }: { onJump: (seq: number) => void; onList: () => void }) {
  const { conversationId } = useTimeline();
  const client = useClient();
  const queries = useQueryClient();
  const { data = [] } = useQuery(pinsQuery(client, conversationId));
  useEffect(
    () =>
      client.on('messages:changed', (change) => {
        // A pin, or a change of what is pinned.
        const concerns = change.events.some(({ kind, message }) => kind === 'pinned' || kind === 'deleted' || message.pinned);
        if (change.conversationId === conversationId && concerns) void queries.invalidateQueries({ queryKey: pinsKey(conversationId) });
      }),
    [client, queries, conversationId],
  );
  const [latest] = data;
  if (!latest) return null;
  return (
    <div className={styles.banner} role="group" aria-label="Pinned messages">
      <button type="button" className={styles.latest} title="Go to this message" onClick={() => onJump(latest.seq)}>
        <Pin aria-hidden="true" />
        <span className={styles.text}>{plainText(latest.body ?? '', 160) || <bdi>{shownName(latest.attachments[0]?.fileName ?? '')}</bdi>}</span>
      </button>
      <button type="button" className={styles.all} onClick={onList}>
        {data.length === 1 ? '1 pinned' : `${data.length} pinned`}
      </button>
    </div>
  );
}
