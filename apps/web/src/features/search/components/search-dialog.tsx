import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

import type { Message } from '@hallway/contracts-messages';
import { Banner, Button, Spinner, TextField } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient } from '../../../lib/client-context';
import { problemText } from '../../../lib/problem-text';
import { type SearchCriteria, searchQuery } from '../api/search-messages';
import { takeOperators } from './operators';
import styles from './search-dialog.module.css';
import { SearchFilters, searchNames } from './search-filters';
import { SearchHitRow } from './search-hit-row';

/** Where a search begins, or goes on. */
export interface SearchStart {
  criteria: SearchCriteria;
  /** The message that was opened last. */
  chosenId?: string;
  /** Whose search it is. */
  userId?: string;
}

interface SearchDialogProps {
  start: SearchStart;
  onClose: () => void;
}

/** Finds messages and jumps to them; the way back leads here again. */
export function SearchDialog({ start, onClose }: SearchDialogProps) {
  const navigate = useNavigate();
  const here = useLocation();
  const [criteria, setCriteria] = useState(start.criteria);
  const { conversations, session } = useClient();
  const change = (changed: Partial<SearchCriteria>) => setCriteria({ ...criteria, ...changed });
  const write = (text: string) => setCriteria(takeOperators({ ...criteria, text }, searchNames(conversations.getSnapshot(), session.user?.id ?? '')));
  const go = (message: Message) => {
    onClose();
    const search: SearchStart = { criteria, chosenId: message.id, userId: session.user?.id };
    void navigate(here, { replace: true, state: { search } });
    void navigate(`/c/${message.conversationId}?m=${message.seq}`);
  };
  return (
    <Dialog open onOpenChange={onClose} title="Search messages" size="large" className={styles.dialog}>
      <div className={styles.search} onKeyDown={moveFocus}>
        <TextField
          label="Search"
          labelHidden
          icon={<Search />}
          placeholder="Words in messages"
          value={criteria.text}
          maxLength={200}
          onChange={(event) => write(event.target.value)}
          // The last word ends with it.
          onKeyDown={(event) => event.key === 'Enter' && write(`${criteria.text} `)}
          autoFocus={start.chosenId === undefined}
          spellCheck={false}
        />
        <SearchFilters criteria={criteria} onChange={change} />
        <Results criteria={useDeferredValue({ ...criteria, text: criteria.text.trim() })} chosenId={start.chosenId} onGo={go} />
      </div>
    </Dialog>
  );
}

interface ResultsProps extends SearchStart {
  onGo: (message: Message) => void;
}

function Results({ criteria, chosenId, onGo }: ResultsProps) {
  const client = useClient();
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(searchQuery(client, criteria));
  if (criteria.text === '')
    return (
      <div className={styles.note}>
        <p>Searches all conversations that you are in. All words must be in a message.</p>
        <p>
          Narrow it with <code>from:name</code>, <code>in:group</code>, <code>before:2026-11-20</code> or <code>after:2026-11-01</code>.
        </p>
      </div>
    );
  if (error) return <Banner kind="danger">{problemText(error)}</Banner>;
  const hits = data?.pages.flatMap(({ items }) => items) ?? [];
  if (hits.length === 0)
    return isFetching ? (
      <div className={styles.note}>
        <Spinner label="Searching" />
      </div>
    ) : (
      <p className={styles.note} role="status">
        Nothing found for “{criteria.text}”.
      </p>
    );
  return (
    <>
      <ul role="list" className={styles.hits} aria-label="Found messages" aria-busy={isFetching}>
        {hits.map((hit) => (
          <SearchHitRow key={hit.message.id} hit={hit} words={criteria.text} chosen={hit.message.id === chosenId} onGo={onGo} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="quiet" fullWidth loading={isFetching} onClick={() => void fetchNextPage()}>
          More results
        </Button>
      )}
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
