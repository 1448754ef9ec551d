import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';

import type { UserProfile } from '@hallway/contracts-auth';
import { Listbox, ListboxOption, TextField, useCombobox } from '@hallway/ui';

import { useClient } from '../client-context';
import styles from './people-picker.module.css';
import { PersonAvatar, PersonName } from './person-avatar';
import { peopleQuery } from './profiles';

interface PeoplePickerProps {
  chosen: readonly UserProfile[];
  onChange: (chosen: UserProfile[]) => void;
  /** Who cannot be chosen, such as members. */
  without?: ReadonlySet<string>;
  label?: string;
}

/** Finds people by name and collects them, by keyboard or pointer. */
export function PeoplePicker({ chosen, onChange, without, label = 'People' }: PeoplePickerProps) {
  const client = useClient();
  const [text, setText] = useState('');
  const { data, isFetching } = useQuery({ ...peopleQuery(client, useDeferredValue(text.trim())), placeholderData: keepPreviousData });
  const myId = client.session.user?.id;
  const found = (data?.items ?? []).filter(({ id }) => id !== myId && !without?.has(id));
  const isChosen = (person: UserProfile) => chosen.some(({ id }) => id === person.id);
  const toggle = (person: UserProfile) => {
    onChange(isChosen(person) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
    setText('');
  };
  const combobox = useCombobox({
    items: found,
    open: found.length > 0,
    keyOf: ({ id }) => id,
    onSelect: toggle,
    onClose: () => setText(''),
    label: 'People found',
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const last = chosen.at(-1);
    if (event.key === 'Backspace' && text === '' && last) return toggle(last);
    // Without text, Escape belongs to the dialog.
    if (event.key === 'Escape' && text === '') return;
    combobox.fieldProps.onKeyDown(event);
  };
  return (
    <div className={styles.picker}>
      {chosen.length > 0 && <Chosen people={chosen} onRemove={toggle} />}
      <TextField
        {...combobox.fieldProps}
        label={label}
        placeholder="Name or username"
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        autoFocus
        spellCheck={false}
      />
      <Listbox {...combobox.listProps} className={styles.list} aria-multiselectable>
        {found.map((person, index) => (
          <ListboxOption
            key={person.id}
            {...combobox.optionProps(index)}
            start={<PersonAvatar userId={person.id} size={28} />}
            note={`@${person.username}`}
            end={isChosen(person) && <Check className={styles.check} aria-label="chosen" />}
          >
            {person.displayName}
          </ListboxOption>
        ))}
      </Listbox>
      {found.length === 0 && !isFetching && <p className={styles.none}>{text ? `No person found for “${text}”.` : 'You are the first here. Invite others.'}</p>}
    </div>
  );
}

function Chosen({ people, onRemove }: { people: readonly UserProfile[]; onRemove: (person: UserProfile) => void }) {
  return (
    <ul role="list" className={styles.chosen} aria-label="Chosen people">
      {people.map((person) => (
        <li key={person.id} className={styles.chip}>
          <PersonAvatar userId={person.id} size={20} />
          <PersonName userId={person.id} />
          <button type="button" className={styles.remove} aria-label={`Remove ${person.displayName}`} onClick={() => onRemove(person)}>
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
