import { isEmojiOnly } from './emoji-only.ts';

describe('isEmojiOnly', () => {
  it.each(['😀', '👍🏽', '❤️', '👩‍👩‍👧‍👦', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '😀 🎉 🚀', ' 🎉\n'])('accepts %j', (body) => {
    expect(isEmojiOnly(body)).toBe(true);
  });

  it.each(['', ' ', 'a', '1', '#', '😀a', ':)', '©', '😀😀😀😀', '\u200D', '\uFE0F'])('refuses %j', (body) => {
    expect(isEmojiOnly(body)).toBe(false);
  });

  it('takes another limit', () => {
    expect(isEmojiOnly('😀😀😀😀', 4)).toBe(true);
  });
});
