import data from 'emojibase-data/en/data.json';
import shortcodes from 'emojibase-data/en/shortcodes/github.json';

import { entriesOf, inTone } from './emoji-data';
import { emojiNamed, findEmoji } from './find-emoji';

const entries = entriesOf(data, shortcodes, () => true);
const found = (text: string) => findEmoji(entries, text, 8).map(({ emoji }) => emoji);

describe('emoji by name', () => {
  it('has everything that Unicode has, in the usual order and without bare components', () => {
    expect(entries.length).toBeGreaterThan(1900);
    expect(entries[0]?.emoji).toBe('😀');
    expect(entries.some(({ emoji }) => emoji === '🏻' || emoji === '🇦')).toBe(false);
  });

  it('leaves out what the device cannot draw', () => {
    const old = entriesOf(data, shortcodes, (emoji) => emoji !== '🇪🇺' && (data.find((row) => row.emoji === emoji)?.version ?? 0) <= 13);
    expect(old.some(({ emoji }) => emoji === '🫠')).toBe(false);
    expect(old.some(({ emoji }) => emoji === '🇫🇷')).toBe(false);
    expect(old.some(({ emoji }) => emoji === '🏴‍☠️')).toBe(true);
  });

  it('finds what is called so first, then what begins so, then what it is about', () => {
    expect(found('tada')[0]).toBe('🎉');
    expect(found('thumbsu')[0]).toBe('👍️');
    expect(found('party')).toContain('🎉');
    expect(found('+1')[0]).toBe('👍️');
    expect(found('zzzzzz')).toEqual([]);
  });

  it('knows a whole name', () => {
    expect(emojiNamed(entries, 'rocket')?.emoji).toBe('🚀');
    expect(emojiNamed(entries, 'rocke')).toBeUndefined();
  });

  it('has skin tones where there is one skin', () => {
    const wave = emojiNamed(entries, 'wave');
    expect(wave && [inTone(wave, 'none'), inTone(wave, 'light'), inTone(wave, 'dark')]).toEqual(['👋', '👋🏻', '👋🏿']);
    const rocket = emojiNamed(entries, 'rocket');
    expect(rocket && inTone(rocket, 'dark')).toBe('🚀');
    const shake = emojiNamed(entries, 'handshake');
    expect(shake?.tones).toHaveLength(5);
  });

  it('searches within a frame', () => {
    const started = performance.now();
    for (let n = 0; n < 20; n += 1) found('sm');
    // A few milliseconds; the rest is for a machine that does much else.
    expect((performance.now() - started) / 20).toBeLessThan(500);
  });
});
