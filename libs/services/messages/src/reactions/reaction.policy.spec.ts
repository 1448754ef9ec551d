import emojis from 'emojibase-data/en/data.json';

import { hasRoomFor, reactionEmoji } from './reaction.policy';

describe('reaction policy', () => {
  it.each(['👍', '👍🏽', '❤️', '❤', '🏳️‍🌈', '👩‍👩‍👧‍👦', '🇩🇪', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('takes %s', (emoji) => {
    expect(reactionEmoji(emoji)).not.toBeNull();
  });

  it.each(['', ' ', 'a', '1', ':thumbsup:', '👍👍', '👍 ', ' 👍', '<b>', '👍a', '👍'.repeat(20)])('refuses %j', (text) => {
    expect(reactionEmoji(text)).toBeNull();
  });

  it.each([
    ['❤', '❤️'],
    ['☺', '☺️'],
    ['✔', '✔️'],
    ['✔\uFE0E', '✔️'],
    ['🏳\u200D🌈', '🏳️\u200D🌈'],
    ['🤷\u200D♀', '🤷\u200D♀️'],
    ['👁\u200D🗨', '👁️\u200D🗨️'],
    ['👍\uFE0F', '👍'],
    ['1\u20E3', '1️\u20E3'],
    ['⛹🏽\u200D♂', '⛹🏽\u200D♂️'],
    ['❤\u200D🔥', '❤️\u200D🔥'],
  ])('stores %s as %s', (sent, stored) => {
    expect([reactionEmoji(sent), reactionEmoji(stored)]).toEqual([stored, stored]);
  });

  it('takes every emoji that there is, and stores it as one, sent with selectors or without', () => {
    const known = emojis
      .filter(({ group }) => group !== undefined && group !== 2)
      .flatMap(({ emoji, skins = [] }) => [emoji, ...skins.map((skin) => skin.emoji)]);
    expect(known.length).toBeGreaterThan(3_000);
    expect(known.filter((emoji) => reactionEmoji(emoji) === null || reactionEmoji(emoji) !== reactionEmoji(emoji.replaceAll('\uFE0F', '')))).toEqual([]);
  });

  it('has room for fifty different ones, and for more people with the same', () => {
    const reactions = Array.from({ length: 50 }, (_, n) => ({ emoji: String(n), userIds: [], count: 1 }));
    expect(hasRoomFor('7', { reactions })).toBe(true);
    expect(hasRoomFor('x', { reactions })).toBe(false);
    expect(hasRoomFor('x', { reactions: reactions.slice(1) })).toBe(true);
  });
});
