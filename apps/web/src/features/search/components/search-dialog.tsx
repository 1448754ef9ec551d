import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Message, searchApi } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { TextField } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';
import { useClient } from '../../../lib/client-context';
import { PersonName } from '../../../lib/people/person-avatar';
import { whenOf } from '../../../lib/time';
import styles from './search-dialog.module.css';

/** Finds messages and jumps to them. */
export function SearchDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const { data, isFetching } = useQuery({
    queryKey: ['search', query],
    queryFn: () => client.call(searchApi.messages, { query: { q: query, limit: 30 } }),
    enabled: query !== '',
    staleTime: 0,
  });
  const go = (message: Message) => {
    onOpenChange(false);
    void navigate(`/c/${message.conversationId}?m=${message.seq}`);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Search messages" size="medium">
      <TextField label="Search" labelHidden placeholder="Words in messages" value={text} maxLength={200} onChange={(event) => setText(event.target.value)} autoFocus />
      <ul className={styles.hits} aria-label="Found messages">
        {data?.items.map(({ message, highlights }) => (
          <li key={message.id}>
            <button type="button" className={styles.hit} onClick={() => go(message)}>
              <span className={styles.meta}><PersonName userId={message.senderId} /> · {whenOf(message.createdAt)}</span>
              <span dir="auto">{highlights[0] ?? plainText(message.body ?? '', 160)}</span>
            </button>
          </li>
        ))}
      </ul>
      {query !== '' && data?.items.length === 0 && !isFetching && <p className={styles.meta}>Nothing found.</p>}
    </Dialog>
  );
}
