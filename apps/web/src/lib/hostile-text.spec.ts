import { slowTexts } from '@hallway/testing/hostile-texts';
import { initialsOf } from '@hallway/ui';

import { closedNameAt, completionQueryAt } from '../features/composer/components/completion';
import { isAddress, newLine, toggleLines, toggleMark } from '../features/composer/components/formatting';
import { lengthNote } from '../features/composer/components/length-note';
import { findEmoji } from './emoji/find-emoji';

const all = (text: string) => ({ text, start: 0, end: text.length });
const atEnd = (text: string) => ({ text, start: text.length, end: text.length });

describe('text of full length that is meant to be slow', () => {
  it.each<[string, (text: string) => unknown]>([
    ['wantedAt', (text) => completionQueryAt(text, text.length)],
    ['closedNameAt', (text) => closedNameAt(text, text.length)],
    ['toggleMark', (text) => (['bold', 'italic', 'strike', 'code'] as const).map((mark) => toggleMark(all(text), mark))],
    ['toggleLines', (text) => (['quote', 'list', 'numbers'] as const).map((mark) => toggleLines(all(text), mark))],
    ['newLine', (text) => newLine(atEnd(text))],
    ['isAddress', isAddress],
    ['lengthNote', lengthNote],
    ['initialsOf', (text) => initialsOf(text)],
    ['findEmoji', (text) => findEmoji([{ emoji: '🎉', label: 'party', names: ['tada'], tags: ['hooray'], group: 0, tones: [] }], text, 8)],
  ])('takes %s no longer than its length says', (_name, read) => {
    expect(slowTexts(read)).toEqual([]);
  });
});
