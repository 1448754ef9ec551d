import { foldingVersion, foldText } from '@hallway/markup/folding';

import type { UserEntity } from './user.entity';

const maxWords = 10;

const wordsOf = (text: string): string[] =>
  foldText(text)
    .split(/\s+/u)
    .filter((word) => word !== '');

/** How a person's names are stored to be searched: folded, each word with a space before it. */
export function searchColumns({ username, displayName }: Pick<UserEntity, 'username' | 'displayName'>): Pick<UserEntity, 'searchText' | 'searchVersion'> {
  return {
    searchText: wordsOf(`${username} ${displayName}`)
      .map((word) => ` ${word}`)
      .join(''),
    searchVersion: foldingVersion,
  };
}

/** What a user types to find people: words of names, `@username` too. */
export function searchWords(query: string): string[] {
  return wordsOf(query)
    .map((word) => word.replace(/^@+/u, ''))
    .filter((word) => word !== '')
    .slice(0, maxWords);
}

/** The LIKE pattern of a word, anywhere in a name or where a word of it begins. */
export function namePattern(word: string, where: 'anywhere' | 'word-start'): string {
  return `%${where === 'word-start' ? ' ' : ''}${word.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
