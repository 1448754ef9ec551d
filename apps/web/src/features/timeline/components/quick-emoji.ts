/** One press away, at every message. */
export const quickEmoji = [
  { emoji: '👍', name: 'Thumbs up' },
  { emoji: '❤️', name: 'Heart' },
  { emoji: '😂', name: 'Tears of joy' },
  { emoji: '🎉', name: 'Party' },
  { emoji: '👀', name: 'Eyes' },
  { emoji: '✅', name: 'Done' },
] as const;
