import { byName, fits } from '../../../lib/name-match';
import { dayBefore } from '../../../lib/time';
import type { SearchCriteria } from '../api/search-messages';

/** Whom and what an operator can name. */
export interface SearchNames {
  myId: string;
  people: readonly { id: string; names: readonly string[] }[];
  conversations: readonly { id: string; names: readonly string[] }[];
}

const operator = /(?:^|\s)(from|in|before|after):(\S+)(?=\s)/gi;

/** Takes `from:name`, `in:group`, `before:2026-11-20` and `after:…` out of the text and into the filters. What names nothing stays a word. */
export function takeOperators(criteria: SearchCriteria, names: SearchNames): SearchCriteria {
  const taken: Partial<SearchCriteria> = {};
  const text = criteria.text.replace(operator, (whole, kind: string, value: string) => {
    const found = meaningOf(kind.toLowerCase(), value, names);
    if (found) Object.assign(taken, found);
    return found ? '' : whole;
  });
  return Object.keys(taken).length === 0 ? criteria : { ...criteria, ...taken, text: text.trimStart() };
}

function meaningOf(kind: string, value: string, { myId, people, conversations }: SearchNames): Partial<SearchCriteria> | undefined {
  if (kind === 'from' && value.toLowerCase() === 'me') return { senderId: myId };
  if (kind === 'from') return named(people, value, (senderId) => ({ senderId }));
  if (kind === 'in') return named(conversations, value, (conversationId) => ({ conversationId }));
  if (!isDay(value)) return undefined;
  // Both days of the filters are part of what is searched.
  return kind === 'before' ? { toDay: dayBefore(value, 1) } : { fromDay: dayBefore(value, -1) };
}

function named(
  all: readonly { id: string; names: readonly string[] }[],
  value: string,
  criteria: (id: string) => Partial<SearchCriteria>,
): Partial<SearchCriteria> | undefined {
  const [best] = byName(all, value.replace(/^[@#]/, ''), ({ names }) => names, fits.wordStart);
  return best && criteria(best.id);
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
