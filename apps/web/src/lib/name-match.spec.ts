import { slowTexts } from '@hallway/testing/hostile-texts';
import { differentPairs, samePairs } from '@hallway/testing/word-pairs';

import { byName, fits } from './name-match';

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

it('finds names in every script, however they are typed', () => {
  const names = ['Zoë Bläu', 'Seán O’Brien', '田中\u3000太郎', 'مُحَمَّد', 'İpek Ünlü'];
  for (const [typed, name] of [
    ['zoe', 0],
    ["o'b", 1],
    ['o’brien', 1],
    ['brien', 1],
    ['田中 太', 2],
    ['太郎', 2],
    ['محمد', 3],
    ['ipek', 4],
    ['UNLU', 4],
  ] as const)
    expect(byName(names, typed, (one) => [one], fits.wordStart)).toEqual([names[name]]);
  expect(byName(['zed.1'], '＠zed', (one) => [one])).toEqual(['zed.1']);
});

it('puts the whole name first, and what only has the letters within last', () => {
  expect(find(['Anabel', 'Diana', 'Ana'], 'ana')).toEqual(['Ana', 'Anabel', 'Diana']);
  expect(byName(['Fischer', 'Herta', 'Max Herz'], 'her', (name) => [name], fits.wordStart)).toEqual(['Herta', 'Max Herz']);
});

it('knows the same words as search does', () => {
  const typed = samePairs.filter(({ kind, typed: text }) => !kind.startsWith('dashes') && !text.startsWith('"'));
  expect(typed.filter(({ written, typed: text }) => byName([written], text, (name) => [name], fits.within).length === 0)).toEqual([]);
  expect(differentPairs.filter(({ written, typed: text }) => byName([written], text, (name) => [name], fits.within).length > 0)).toEqual([]);
});

it('takes no longer than a text says', () => {
  expect(slowTexts((text) => byName([text], 'needle', (name) => [name]))).toEqual([]);
  expect(slowTexts((text) => byName([text], text.slice(0, 32), (name) => [name]))).toEqual([]);
});
