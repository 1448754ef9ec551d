import { decodeHTMLStrict } from './named-entities.ts';

describe('decodeHTMLStrict', () => {
  it('knows the common names and leaves the rest', () => {
    expect(decodeHTMLStrict('a&amp;b&lt;&unknown;&constructor;&amp')).toBe('a&b<&unknown;&constructor;&amp');
  });
});
