import { hasRoomFor, isReactionEmoji } from './reaction.policy';

describe('reaction policy', () => {
  it.each(['👍', '👍🏽', '❤️', '❤', '🏳️‍🌈', '👩‍👩‍👧‍👦', '🇩🇪', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('takes %s', (emoji) => {
    expect(isReactionEmoji(emoji)).toBe(true);
  });

  it.each(['', ' ', 'a', '1', ':thumbsup:', '👍👍', '👍 ', ' 👍', '<b>', '👍a', '👍'.repeat(20)])('refuses %j', (text) => {
    expect(isReactionEmoji(text)).toBe(false);
  });

  it('has room for fifty different ones, and for more people with the same', () => {
    const reactions = Array.from({ length: 50 }, (_, n) => ({ emoji: String(n), userIds: [], count: 1 }));
    expect(hasRoomFor('7', { reactions })).toBe(true);
    expect(hasRoomFor('x', { reactions })).toBe(false);
    expect(hasRoomFor('x', { reactions: reactions.slice(1) })).toBe(true);
  });
});
