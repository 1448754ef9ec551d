import { Search, Settings, SquarePen } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';

import { Button, EmptyState, IconButton, Skeleton } from '@hallway/ui';

import { useClient, useStore } from '../../../lib/client-context';
import { shownKeys } from '../../../lib/keys';
import { lazyPart } from '../../../lib/lazy-part';
import { PersonAvatar } from '../../../lib/people/person-avatar';
import { useProfile } from '../../../lib/people/profiles';
import { useGrowing } from '../hooks/use-growing';
import { useKeptFocus } from '../hooks/use-kept-focus';
import { type ListLook, useListLook } from '../hooks/use-list-look';
import { useRowMenu } from '../hooks/use-row-menu';
import styles from './conversation-list.module.css';
import { ConversationRow } from './conversation-row';
import { filtered, type ListFilter, listFilters } from './list-filter';

const ConversationMenu = lazyPart(async () => (await import('./conversation-menu')).ConversationMenu, 'over');

interface ConversationListProps {
  selectedId: string | undefined;
  onNew: () => void;
  onJump: () => void;
  onSearch: () => void;
  onSettings: () => void;
}

/** All conversations, and the ways to other places. */
export function ConversationList({ selectedId, onNew, onJump, onSearch, onSettings }: ConversationListProps) {
  const { conversations } = useClient();
  // A burst of messages must not hold up what the user types.
  const state = useDeferredValue(useStore(conversations));
  const [filter, setFilter] = useState<ListFilter>('all');
  const look = useListLook();
  const waiting = !state.loaded && state.order.length === 0;
  return (
    <>
      <header className={styles.head}>
        <h1 className={styles.brand}>Hallway</h1>
        <IconButton label="Search messages" title="Search messages" onClick={onSearch}>
          <Search />
        </IconButton>
        <IconButton label="New conversation" title="New conversation" onClick={onNew}>
          <SquarePen />
        </IconButton>
      </header>
      <button type="button" className={styles.jump} onClick={onJump}>
        <span>Jump to…</span>
        <kbd aria-hidden="true">{shownKeys('Mod+K')}</kbd>
      </button>
      {state.order.length > 0 && <Filters chosen={filter} onChoose={setFilter} />}
      {waiting && <Loading look={look} />}
      {state.loaded && state.order.length === 0 && (
        <div className={styles.empty}>
          <EmptyState title="No conversations yet" action={<Button onClick={onNew}>Start one</Button>}>
            They appear here, newest on top.
          </EmptyState>
        </div>
      )}
      {state.order.length > 0 && <Rows state={state} filter={filter} look={look} selectedId={selectedId} />}
      <Me onSettings={onSettings} />
    </>
  );
}

function Filters({ chosen, onChoose }: { chosen: ListFilter; onChoose: (filter: ListFilter) => void }) {
  return (
    <div className={styles.filters} role="group" aria-label="Show">
      {listFilters.map(({ id, label }) => (
        <button key={id} type="button" className={styles.filter} aria-pressed={id === chosen} onClick={() => onChoose(id)}>
          {label}
        </button>
      ))}
    </div>
  );
}

function Loading({ look }: { look: ListLook }) {
  const size = look === 'lines' ? 20 : 40;
  return (
    <div className={styles.rows} aria-busy="true" aria-label="Loading conversations">
      {[72, 56, 64].map((width) => (
        <div key={width} className={styles.placeholder} data-look={look}>
          <Skeleton shape="circle" width={size} height={size} />
          {look !== 'strip' && <Skeleton width={`${width}%`} />}
        </div>
      ))}
    </div>
  );
}

interface RowsProps {
  state: Parameters<typeof filtered>[0];
  filter: ListFilter;
  look: ListLook;
  selectedId: string | undefined;
}

const rowsAfterSelected = 20;

/** One stop for the Tab key; the arrow keys move within. */
function Rows({ state, filter, look, selectedId }: RowsProps) {
  const { menu, handlers, close } = useRowMenu();
  const focus = useKeptFocus(() => document.querySelector('#conversations [aria-pressed="true"]'));
  const [focusedId, setFocusedId] = useState<string>();
  const all = filtered(state, filter, selectedId);
  const growing = useGrowing(all.findIndex(({ id }) => id === selectedId) + rowsAfterSelected);
  const shown = all.slice(0, growing.shown);
  const stop = [focusedId, selectedId].find((id) => shown.some((conversation) => conversation.id === id)) ?? shown[0]?.id;
  const asked = menu && state.byId.get(menu.conversationId);
  return (
    <>
      {all.length === 0 ? (
        <p className={styles.none}>{listFilters.find(({ id }) => id === filter)?.none}</p>
      ) : (
        <ul
          role="list"
          className={styles.rows}
          {...focus}
          {...handlers}
          onKeyDown={(event) => {
            handlers.onKeyDown(event);
            moveFocus(event);
          }}
        >
          {shown.map((conversation) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              look={look}
              selected={conversation.id === selectedId}
              stop={conversation.id === stop}
              onFocus={setFocusedId}
            />
          ))}
          {shown.length < all.length && <li ref={growing.endRef} aria-hidden="true" className={styles.more} />}
        </ul>
      )}
      {asked && <ConversationMenu conversation={asked} at={menu.at} onClose={close} />}
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll('a')];
  const here = links.findIndex((link) => link === document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || here < 0 || event.altKey) return;
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, to))]?.focus();
}

function Me({ onSettings }: { onSettings: () => void }) {
  const { session, connection } = useClient();
  const { user } = useStore(session);
  const { state } = useStore(connection);
  const profile = useProfile(user?.id) ?? user;
  if (!user || !profile) return null;
  return (
    <footer className={styles.foot}>
      <button type="button" className={styles.me} onClick={onSettings} aria-label={`${profile.displayName}, settings`}>
        <PersonAvatar userId={user.id} size={32} presence={state === 'online' ? 'online' : 'offline'} />
        <span className={styles.myText} aria-hidden="true">
          <span className={styles.myName}>{profile.displayName}</span>
          <span className={styles.myStatus}>{profile.statusText || `@${profile.username}`}</span>
        </span>
        <Settings className={styles.gear} aria-hidden="true" />
      </button>
    </footer>
  );
}
