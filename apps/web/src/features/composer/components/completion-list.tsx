import { Listbox, ListboxOption } from '@hallway/ui';

import { PersonAvatar } from '../../../lib/people/person-avatar';
import type { Completion } from '../hooks/use-completion';
import { keyOfSuggestion, type Suggestion } from './completion';
import styles from './completion-list.module.css';

/** What can stand at the caret, over the composer. The focus stays in the text. */
export function CompletionList({ completion: { combobox, suggestions } }: { completion: Completion }) {
  return (
    <div className={styles.box}>
      <Listbox {...combobox.listProps} className={styles.list}>
        {suggestions.map((suggestion, index) => (
          <Option key={keyOfSuggestion(suggestion)} suggestion={suggestion} attributes={combobox.optionProps(index)} />
        ))}
      </Listbox>
    </div>
  );
}

type Attributes = ReturnType<Completion['combobox']['optionProps']>;

function Option({ suggestion, attributes }: { suggestion: Suggestion; attributes: Attributes }) {
  if (suggestion.kind === 'emoji') {
    const [name] = suggestion.entry.names;
    return (
      <ListboxOption {...attributes} start={<span className={styles.emoji}>{suggestion.shown}</span>}>
        {name ? `:${name}:` : suggestion.entry.label}
      </ListboxOption>
    );
  }
  const { person, member } = suggestion;
  return (
    <ListboxOption
      {...attributes}
      start={<PersonAvatar userId={person.id} size={24} />}
      note={`@${person.username}`}
      end={member ? undefined : <span className={styles.stranger}>Not in this conversation</span>}
    >
      {person.displayName}
    </ListboxOption>
  );
}
