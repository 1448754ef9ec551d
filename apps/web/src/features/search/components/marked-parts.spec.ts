import { slowTexts } from '@hallway/testing/hostile-texts';

import { markedParts } from './marked-parts';

const marked = (text: string, words: string) =>
  markedParts(text, words)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join('');

it('marks each word, whatever its case', () => {
  expect(marked('The Release train waits for the release', 'release TRAIN')).toBe('The [Release] [train] waits for the [release]');
});

it('takes signs of the search literally', () => {
  expect(marked('a.b costs (much)', '(much) a.b')).toBe('[a].[b] costs ([much])');
});

it('leaves a passage alone that has none of them', () => {
  expect(marked('nothing here', 'word')).toBe('nothing here');
  expect(marked('nothing here', ' ')).toBe('nothing here');
});

it('marks what search finds, as it is written', () => {
  expect(marked('Zoë said so', 'zoe')).toBe('[Zoë] said so');
  expect(marked('eine Straße', 'STRASSE')).toBe('eine [Straße]');
  expect(marked('ك مُحَمَّد', 'محمد')).toBe('ك [مُحَمَّد]');
  expect(marked('मैं हिंदी', 'हिंदी')).toBe('मैं [हिंदी]');
  expect(marked('ＡＢＣ 上海市', 'abc 上海')).toBe('[ＡＢＣ] [上海]市');
});

it('takes no longer than a text says', () => {
  expect(slowTexts((text) => markedParts(text, 'needle a'))).toEqual([]);
});
