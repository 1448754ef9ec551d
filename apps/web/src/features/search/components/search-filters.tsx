import { type ReactNode, useId } from 'react';
import type { Conversation } from '@hallway/contracts-conversations';
import { useClient, useStore } from '../../../lib/client-context';
import type { SearchWish } from '../api/search-messages';
import styles from './search-dialog.module.css';

interface SearchFiltersProps {
  wish: SearchWish;
  onChange: (changed: Partial<SearchWish>) => void;
}

/** Where, from whom and when. */
export function SearchFilters({ wish, onChange }: SearchFiltersProps) {
  const { conversations, session } = useClient();
  const list = useStore(conversations);
  const myId = session.user?.id ?? '';
  const all = list.order.flatMap((id) => list.byId.get(id) ?? []);
  const people = peopleIn(wish.conversationId ? all.filter(({ id }) => id === wish.conversationId) : all, myId);
  return (
    <div className={styles.filters}>
      <Filter label="In">
        {(id) => (
          <select id={id} value={wish.conversationId ?? ''} onChange={(event) => onChange({ conversationId: event.target.value || undefined, senderId: undefined })}>
            <option value="">All conversations</option>
            {all.map((conversation) => <option key={conversation.id} value={conversation.id}>{titleOf(conversation, myId)}</option>)}
          </select>
        )}
      </Filter>
      <Filter label="From">
        {(id) => (
          <select id={id} value={wish.senderId ?? ''} onChange={(event) => onChange({ senderId: event.target.value || undefined })}>
            <option value="">Anyone</option>
            <option value={myId}>Me</option>
            {people.map(([userId, name]) => <option key={userId} value={userId}>{name}</option>)}
          </select>
        )}
      </Filter>
      <Filter label="Since">{(id) => <input id={id} type="date" value={wish.fromDay ?? ''} max={wish.toDay} onChange={(event) => onChange({ fromDay: event.target.value || undefined })} />}</Filter>
      <Filter label="Until">{(id) => <input id={id} type="date" value={wish.toDay ?? ''} min={wish.fromDay} onChange={(event) => onChange({ toDay: event.target.value || undefined })} />}</Filter>
    </div>
  );
}

function Filter({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={styles.filter}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

function titleOf({ title, members }: Conversation, myId: string): string {
  return title ?? members?.find(({ userId }) => userId !== myId)?.user.displayName ?? 'Conversation';
}

/** The people of these conversations, by name. Large groups do not name theirs. */
function peopleIn(conversations: readonly Conversation[], myId: string): [string, string][] {
  const names = new Map(conversations.flatMap(({ members }) => (members ?? []).map(({ userId, user }) => [userId, user.displayName] as const)));
  names.delete(myId);
  return [...names].sort(([, a], [, b]) => a.localeCompare(b));
}
