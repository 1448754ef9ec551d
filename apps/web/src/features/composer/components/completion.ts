import type { UserProfile } from '@hallway/contracts-auth';
import { isInCode, mentionDraftAt } from '@hallway/markup';

import type { EmojiEntry } from '../../../lib/emoji/emoji-data';
import { byName, fits } from '../../../lib/name-match';

/** The word at the caret that can be completed. */
export interface CompletionQuery {
  kind: 'mention' | 'emoji';
  /** Where its sign stands. */
  start: number;
  query: string;
}

/** What can be chosen for it. */
export type Suggestion = { kind: 'mention'; person: UserProfile; member: boolean } | { kind: 'emoji'; entry: EmojiEntry; shown: string };

const mostSuggestions = 8;

/** Most places have none of the signs, and need not be looked at more closely. */
const mayComplete = /[@＠:]/;

/** The mention or emoji name that the caret is behind. */
export function completionQueryAt(text: string, caret: number): CompletionQuery | null {
  if (!mayComplete.test(text.slice(Math.max(0, caret - 35), caret)) || isInCode(text, caret)) return null;
  const mention = mentionDraftAt(text, caret);
  if (mention) return { kind: 'mention', ...mention };
  // A colon within a word is a time or an address; one letter is too little to guess by.
  const query = /(?:^|[\s(>])(:([a-z0-9_+-]{2,32}))$/i.exec(text.slice(Math.max(0, caret - 35), caret))?.[2];
  return query === undefined ? null : { kind: 'emoji', start: caret - query.length - 1, query: query.toLowerCase() };
}

/** The name between two colons that has just been closed. */
export function closedNameAt(text: string, caret: number): { start: number; name: string } | null {
  const name = /(?:^|[\s(>]):([a-z0-9_+-]{2,32}):$/i.exec(text.slice(Math.max(0, caret - 36), caret))?.[1];
  return name === undefined || isInCode(text, caret) ? null : { start: caret - name.length - 2, name: name.toLowerCase() };
}

/** Members in whose names a word begins so first, then others, who would not be notified. */
export function peopleFor(query: string, members: readonly UserProfile[], others: readonly UserProfile[], myId: string): Suggestion[] {
  const namesOf = ({ username, displayName }: UserProfile) => [displayName, username];
  const known = new Set([myId, ...members.map(({ id }) => id)]);
  const here = byName(
    members.filter(({ id }) => id !== myId),
    query,
    namesOf,
    fits.wordStart,
  );
  const elsewhere =
    query === ''
      ? []
      : byName(
          others.filter(({ id }) => !known.has(id)),
          query,
          namesOf,
          fits.wordStart,
        );
  const suggestion =
    (member: boolean) =>
    (person: UserProfile): Suggestion => ({ kind: 'mention', person, member });
  return [...here.map(suggestion(true)), ...elsewhere.map(suggestion(false))].slice(0, mostSuggestions);
}

/** What stands in the text for a choice. */
export function insertOf(suggestion: Suggestion): string {
  return suggestion.kind === 'mention' ? `@${suggestion.person.username} ` : `${suggestion.shown} `;
}

export function keyOfSuggestion(suggestion: Suggestion): string {
  return suggestion.kind === 'mention' ? suggestion.person.id : suggestion.entry.emoji;
}
