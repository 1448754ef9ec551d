import { byName } from './name-match';

const find = (names: string[], text: string) => byName(names, text, (name) => [name]);

it('puts the beginning of a name before the beginning of a word before the rest', () => {
  expect(find(['Release train', 'Core re', 'Are we there', 'Design'], 're')).toEqual(['Release train', 'Core re', 'Are we there']);
});

it('does not mind accents and case', () => {
  expect(find(['José Lima'], 'jose')).toEqual(['José Lima']);
});

it('finds letters in order when nothing else fits', () => {
  expect(find(['release-train', 'general'], 'rltr')).toEqual(['release-train']);
});

it('leaves out what does not fit', () => {
  expect(find(['general'], 'xyz')).toEqual([]);
});
