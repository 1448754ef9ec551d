import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';

import { foldText } from '@hallway/markup/folding';
import { type Combobox, useCombobox } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { EmojiChoice, useEmojiChoice } from '../../../lib/emoji/emoji-choice';
import type { EmojiNames } from '../../../lib/emoji/emoji-names';
import { peopleQuery } from '../../../lib/people/profiles';
import { useAllMembers } from '../../../lib/people/use-all-members';
import { useUserStore } from '../../../lib/person/user-stores';
import { closedNameAt, type CompletionQuery, completionQueryAt, insertOf, keyOfSuggestion, peopleFor, type Suggestion } from '../components/completion';
import { type Edit, insertion } from '../components/text-edit';

interface CompletionOptions {
  conversationId: string;
  text: string;
  caret: number;
  /** Is the user writing here? Members are fetched ahead then. */
  active: boolean;
  onEdit: (edit: Edit) => void;
}

export interface Completion {
  combobox: Combobox<Suggestion>;
  kind: CompletionQuery['kind'] | undefined;
  suggestions: readonly Suggestion[];
  open: boolean;
  /** People named in the text who are not in the conversation. */
  strangers: readonly string[];
}

const mostEmoji = 8;
const none: readonly Suggestion[] = [];

/** Completes `@name` and `:name` at the caret. */
export function useCompletion({ conversationId, text, caret, active, onEdit }: CompletionOptions): Completion {
  const [dismissed, setDismissed] = useState<number>();
  const [mentioned, setMentioned] = useState<ReadonlyMap<string, string>>(new Map());
  const wanted = useMemo(() => (caret < 0 ? null : completionQueryAt(text, caret)), [text, caret]);
  const shown = wanted && wanted.start !== dismissed && active ? wanted : null;
  const people = usePeople(conversationId, shown?.kind === 'mention' ? shown.query : undefined, active);
  const liked = useUserStore(EmojiChoice);
  const emoji = useEmojiNames(shown?.kind === 'emoji' ? shown.query : undefined);
  const suggestions = shown === null ? none : shown.kind === 'mention' ? people : emoji;
  const open = suggestions.length > 0;
  const choose = (suggestion: Suggestion) => {
    if (!shown) return;
    if (suggestion.kind === 'emoji') liked.note(suggestion.shown);
    else if (!suggestion.member) setMentioned(new Map(mentioned).set(suggestion.person.username, suggestion.person.displayName));
    const after = text[caret] === ' ' ? 1 : 0;
    onEdit(insertion(shown.start, caret + after, insertOf(suggestion)));
  };
  const combobox = useCombobox({
    items: suggestions,
    open,
    keyOf: keyOfSuggestion,
    onSelect: choose,
    onClose: () => setDismissed(shown?.start),
    label: shown?.kind === 'emoji' ? 'Emoji' : 'People to mention',
    multiline: true,
    selectOnTab: true,
  });
  const strangers = [...mentioned].flatMap(([username, name]) => (isNamed(text, username) ? name : []));
  return { combobox, kind: shown?.kind, suggestions, open, strangers };
}

function isNamed(text: string, username: string): boolean {
  return foldText(text).includes(foldText(`@${username}`));
}

function usePeople(conversationId: string, query: string | undefined, active: boolean): readonly Suggestion[] {
  const client = useClient();
  const { people, complete } = useAllMembers(conversationId, active);
  const asked = useDeferredValue(query) ?? '';
  const { data } = useQuery({ ...peopleQuery(client, asked), enabled: asked.length > 0 });
  const found = data?.items;
  return useMemo(() => {
    if (query === undefined) return none;
    // Until all members are known, no person is called a stranger.
    return peopleFor(query, people, complete ? (found ?? []) : [], client.session.user?.id ?? '');
  }, [query, people, complete, found, client]);
}

/** Names and data are loaded with the first colon. */
const loadNames = async (): Promise<EmojiNames> => (await import('../../../lib/emoji/emoji-names')).emojiNames();

function useEmojiNames(query: string | undefined): readonly Suggestion[] {
  const [names, setNames] = useState<EmojiNames>();
  const [{ tone }] = useEmojiChoice();
  const wanted = query !== undefined;
  useEffect(() => {
    // Without the data there is no list, which is no reason to stop anybody from writing.
    if (wanted && !names) loadNames().then(setNames, () => undefined);
  }, [wanted, names]);
  return useMemo(() => {
    if (query === undefined || !names) return none;
    return names.find(query, mostEmoji, tone).map((found) => ({ kind: 'emoji' as const, ...found }));
  }, [query, names, tone]);
}

/** A name that was just closed by its colon, as the edit that makes it an emoji. */
export async function emojiTyped(text: string, caret: number, choice: EmojiChoice): Promise<Edit | null> {
  const closed = closedNameAt(text, caret);
  if (!closed) return null;
  const shown = await loadNames().then(
    (names) => names.named(closed.name, choice.getSnapshot().tone),
    () => undefined,
  );
  return shown === undefined ? null : insertion(closed.start, caret, shown);
}
