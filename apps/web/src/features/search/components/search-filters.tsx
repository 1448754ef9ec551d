import { type ReactNode, useId } from 'react';

import type { ConversationList } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';

import { useClient, useStore } from '../../../lib/client-context';
import type { SearchCriteria } from '../api/search-messages';
import type { SearchNames } from './operators';
import styles from './search-dialog.module.css';

interface SearchFiltersProps {
  criteria: SearchCriteria;
  onChange: (changed: Partial<SearchCriteria>) => void;
}

/** Where, from whom and when. */
export function SearchFilters({ criteria, onChange }: SearchFiltersProps) {
  const { conversations, session } = useClient();
  const list = useStore(conversations);
  const myId = session.user?.id ?? '';
  const all = list.order.flatMap((id) => list.byId.get(id) ?? []);
  const people = peopleIn(criteria.conversationId ? all.filter(({ id }) => id === criteria.conversationId) : all, myId);
  return (
    <div className={styles.filters}>
      <Filter label="In">
        {(id) => (
          <select
            id={id}
            value={criteria.conversationId ?? ''}
            onChange={(event) => onChange({ conversationId: event.target.value || undefined, senderId: undefined })}
          >
            <option value="">All conversations</option>
            {all.map((conversation) => (
              <option key={conversation.id} value={conversation.id}>
                {titleOf(conversation, myId)}
              </option>
            ))}
          </select>
        )}
      </Filter>
      <Filter label="From">
        {(id) => (
          <select id={id} value={criteria.senderId ?? ''} onChange={(event) => onChange({ senderId: event.target.value || undefined })}>
            <option value="">Anyone</option>
            <option value={myId}>Me</option>
            {people.map(([userId, name]) => (
              <option key={userId} value={userId}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Filter>
      <Filter label="Since">
        {(id) => (
          <input
            id={id}
            type="date"
            value={criteria.fromDay ?? ''}
            max={criteria.toDay}
            onChange={(event) => onChange({ fromDay: event.target.value || undefined })}
          />
        )}
      </Filter>
      <Filter label="Until">
        {(id) => (
          <input
            id={id}
            type="date"
            value={criteria.toDay ?? ''}
            min={criteria.fromDay}
            onChange={(event) => onChange({ toDay: event.target.value || undefined })}
          />
        )}
      </Filter>
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

/** Whom and what can be named in the search field. */
export function searchNames({ byId }: ConversationList, myId: string): SearchNames {
  const all = [...byId.values()];
  const people = new Map(all.flatMap(({ members }) => (members ?? []).map(({ userId, user }) => [userId, user] as const)));
  return {
    myId,
    people: [...people].map(([id, { displayName, username }]) => ({ id, names: [username, displayName] })),
    conversations: all.map((conversation) => ({ id: conversation.id, names: [titleOf(conversation, myId)] })),
  };
}
