import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Message } from '@hallway/contracts-messages';
import { Banner, Button, Spinner, TextField } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';
import { useClient } from '../../../lib/client-context';
import { problemText } from '../../../lib/problem-text';
import { searchQuery, type SearchWish } from '../api/search-messages';
import { SearchFilters } from './search-filters';
import { SearchHitRow } from './search-hit-row';
import styles from './search-dialog.module.css';

interface SearchDialogProps {
  /** Search here first. */
  conversationId?: string;
  text?: string;
  onClose: () => void;
}

/** Finds messages and jumps to them. */
export function SearchDialog({ conversationId, text = '', onClose }: SearchDialogProps) {
  const navigate = useNavigate();
  const [wish, setWish] = useState<SearchWish>({ text, conversationId });
  const change = (changed: Partial<SearchWish>) => setWish({ ...wish, ...changed });
  const go = (message: Message) => {
    onClose();
    void navigate(`/c/${message.conversationId}?m=${message.seq}`);
  };
  return (
    <Dialog open onOpenChange={onClose} title="Search messages" size="large" className={styles.dialog}>
      <div className={styles.search} onKeyDown={moveFocus}>
        <TextField label="Search" labelHidden icon={<Search />} placeholder="Words in messages" value={wish.text} maxLength={200} onChange={(event) => change({ text: event.target.value })} autoFocus spellCheck={false} />
        <SearchFilters wish={wish} onChange={change} />
        <Results wish={useDeferredValue({ ...wish, text: wish.text.trim() })} onGo={go} />
      </div>
    </Dialog>
  );
}

function Results({ wish, onGo }: { wish: SearchWish; onGo: (message: Message) => void }) {
  const client = useClient();
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(searchQuery(client, wish));
  if (wish.text === '') return <p className={styles.note}>Searches all conversations that you are in. All words must be in a message.</p>;
  if (error) return <Banner kind="danger">{problemText(error)}</Banner>;
  const hits = data?.pages.flatMap(({ items }) => items) ?? [];
  if (hits.length === 0) return isFetching ? <div className={styles.note}><Spinner label="Searching" /></div> : <p className={styles.note} role="status">Nothing found for “{wish.text}”.</p>;
  return (
    <>
      <ul role="list" className={styles.hits} aria-label="Found messages" aria-busy={isFetching}>
        {hits.map((hit) => <SearchHitRow key={hit.message.id} hit={hit} words={wish.text} onGo={onGo} />)}
      </ul>
      {hasNextPage && <Button variant="quiet" fullWidth loading={isFetching} onClick={() => void fetchNextPage()}>More results</Button>}
    </>
  );
}

/** Arrow keys go from the field to the results and among them. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (event.target instanceof HTMLElement && event.target.matches('select, input[type="date"]')) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input:not([type="date"]), [data-hit]')];
  const here = stops.findIndex((stop) => stop === document.activeElement);
  const next = stops[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
