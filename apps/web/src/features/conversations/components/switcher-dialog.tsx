import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';

import type { UserProfile } from '@hallway/contracts-auth';
import type { Conversation } from '@hallway/contracts-conversations';
import { Listbox, ListboxOption, useCombobox } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient, useStore } from '../../../lib/client-context';
import { byName } from '../../../lib/name-match';
import { PersonAvatar } from '../../../lib/people/person-avatar';
import { peopleQuery } from '../../../lib/people/profiles';
import { useStartDirect } from '../../../lib/start-direct';
import { ConversationPicture } from './conversation-picture';
import { otherMember, plainTitleOf } from './conversation-title';
import styles from './switcher-dialog.module.css';
import { UnreadBadges } from './unread-badges';

type Choice = { kind: 'conversation'; conversation: Conversation; title: string } | { kind: 'person'; person: UserProfile } | { kind: 'search'; text: string };

interface SwitcherDialogProps {
  onClose: () => void;
  onSearch: (text: string) => void;
}

const mostConversations = 8;
const mostPeople = 5;

/** Type a few letters, press Enter: a conversation, a person, or a search. */
export function SwitcherDialog({ onClose, onSearch }: SwitcherDialogProps) {
  const navigate = useNavigate();
  const startDirect = useStartDirect();
  const [text, setText] = useState('');
  const choices = useChoices(text.trim());
  const choose = (choice: Choice) => {
    if (choice.kind === 'search') return onSearch(choice.text);
    onClose();
    if (choice.kind === 'person') void startDirect(choice.person.id);
    else void navigate(`/c/${choice.conversation.id}`);
  };
  const combobox = useCombobox({ items: choices, open: true, keyOf, onSelect: choose, onClose, label: 'Where to go' });
  const onKeyDown = (event: KeyboardEvent) => combobox.fieldProps.onKeyDown(event);
  return (
    <Dialog open onOpenChange={onClose} title="Jump to" look="bare">
      <div className={styles.field}>
        <Search aria-hidden="true" />
        <input
          {...combobox.fieldProps}
          aria-label="Jump to"
          placeholder="Jump to a conversation or person"
          value={text}
          maxLength={100}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <Listbox {...combobox.listProps} className={styles.list}>
        {choices.map((choice, index) => (
          <ChoiceOption key={keyOf(choice)} choice={choice} {...combobox.optionProps(index)} />
        ))}
      </Listbox>
    </Dialog>
  );
}

function keyOf(choice: Choice): string {
  if (choice.kind === 'conversation') return choice.conversation.id;
  return choice.kind === 'person' ? `person-${choice.person.id}` : 'search';
}

/** Unread conversations first while nothing is typed, then the best names. */
function useChoices(text: string): Choice[] {
  const client = useClient();
  const list = useStore(client.conversations);
  const { user } = useStore(client.session);
  const myId = user?.id ?? '';
  const found = useMemo(() => {
    const all = list.order.flatMap((id) => list.byId.get(id) ?? []).map((conversation) => ({ conversation, title: plainTitleOf(conversation, myId) }));
    if (text) return byName(all, text, ({ title, conversation }) => [title, otherMember(conversation, myId)?.user.username ?? '']);
    return all.sort((a, b) => Number(isCalling(b.conversation)) - Number(isCalling(a.conversation)));
  }, [list, myId, text]);
  const { data } = useQuery({ ...peopleQuery(client, useDeferredValue(text)), enabled: text !== '' });
  const shown = found.slice(0, mostConversations);
  const known = new Set(shown.map(({ conversation }) => otherMember(conversation, myId)?.userId));
  const people = text === '' ? [] : (data?.items ?? []).filter(({ id }) => id !== myId && !known.has(id)).slice(0, mostPeople);
  return [
    ...shown.map((entry) => ({ kind: 'conversation' as const, ...entry })),
    ...people.map((person) => ({ kind: 'person' as const, person })),
    ...(text === '' ? [] : [{ kind: 'search' as const, text }]),
  ];
}

function isCalling({ unread, muted }: Conversation): boolean {
  return unread > 0 && !muted;
}

function ChoiceOption({ choice, ...option }: { choice: Choice }) {
  if (choice.kind === 'search')
    return (
      <ListboxOption {...option} start={<Search className={styles.searchIcon} />}>
        Search messages for “{choice.text}”
      </ListboxOption>
    );
  if (choice.kind === 'person') {
    const { id, displayName, username } = choice.person;
    return (
      <ListboxOption {...option} start={<PersonAvatar userId={id} size={28} />} note={`@${username}`} end="New chat">
        {displayName}
      </ListboxOption>
    );
  }
  const { conversation, title } = choice;
  const { type, memberCount } = conversation;
  return (
    <ListboxOption
      {...option}
      start={<ConversationPicture conversation={conversation} size={28} />}
      note={type === 'group' ? `${memberCount} people` : undefined}
      end={conversation.unread > 0 && <UnreadBadges conversation={conversation} />}
    >
      {title}
    </ListboxOption>
  );
}
