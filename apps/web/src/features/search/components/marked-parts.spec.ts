import { markedParts } from './marked-parts';

const marked = (text: string, words: string) => markedParts(text, words).map((part) => (part.marked ? `[${part.text}]` : part.text)).join('');

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
