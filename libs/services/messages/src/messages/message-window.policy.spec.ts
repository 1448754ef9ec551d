import { windowRange } from './message-window.policy';

describe('windowRange', () => {
  it.each([
    ['the newest', {}, 120, { from: 71, to: 120 }],
    ['the newest of a short timeline', {}, 3, { from: 1, to: 3 }],
    ['nothing in an empty timeline', {}, 0, { from: 1, to: 0 }],
    ['before', { before: 11, limit: 5 }, 120, { from: 6, to: 10 }],
    ['before the first', { before: 1, limit: 5 }, 120, { from: 1, to: 0 }],
    ['before something that does not exist yet', { before: 999, limit: 5 }, 120, { from: 116, to: 120 }],
    ['after', { after: 10, limit: 5 }, 120, { from: 11, to: 15 }],
    ['after the last', { after: 120, limit: 5 }, 120, { from: 121, to: 120 }],
    ['after nothing', { after: 0, limit: 5 }, 120, { from: 1, to: 5 }],
    ['around', { around: 50, limit: 10 }, 120, { from: 45, to: 54 }],
    ['around the first, at full size', { around: 1, limit: 10 }, 120, { from: 1, to: 10 }],
    ['around the last, at full size', { around: 120, limit: 10 }, 120, { from: 111, to: 120 }],
    ['around with one', { around: 50, limit: 1 }, 120, { from: 50, to: 50 }],
    ['around in an empty timeline', { around: 5, limit: 10 }, 0, { from: 1, to: 0 }],
  ])('takes %s', (_name, query, lastSeq, range) => {
    expect(windowRange(query, lastSeq)).toEqual(range);
  });

  it('refuses two edges', () => {
    expect(() => windowRange({ before: 1, after: 1 }, 9)).toThrow('validation-failed');
  });
});
