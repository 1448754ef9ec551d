import type { SearchHit } from '@hallway/contracts-messages';

import { passageOf } from './passage';

const hit = (passage?: string) => ({ message: { body: 'The **whole** text' }, highlights: passage === undefined ? [] : [passage] }) as unknown as SearchHit;

describe('passageOf', () => {
  it('has no signs of formatting', () => {
    expect(passageOf(hit('…look at `p99` and **the** plan…'), 'p99')).toBe('…look at p99 and the plan…');
  });

  it('shows the address in which the words are', () => {
    expect(passageOf(hit('see [here](https://ex.test/p99)'), 'p99')).toBe('see [here](https://ex.test/p99)');
  });

  it('is the beginning of a message without a passage', () => {
    expect(passageOf(hit(), 'file')).toBe('The whole text');
  });
});
