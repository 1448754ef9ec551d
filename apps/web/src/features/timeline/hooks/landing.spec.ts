import type { TimelineState } from '@hallway/client';

import { isLoaded, isNearEnd, openingOf } from './landing';

const read = { unread: 0, readSeq: 90 };
const behind = { unread: 40, readSeq: 50 };
const kept = { seq: 12, offset: -30, atEnd: false };

it('begins at a link, before anything else', () => {
  expect(openingOf({ focusSeq: 7, conversation: behind, kept })).toEqual({ at: 'row', seq: 7, below: 'center', flash: true });
});

it('begins at the first unread message', () => {
  expect(openingOf({ focusSeq: undefined, conversation: behind, kept })).toEqual({ at: 'row', seq: 51, below: 'fifth' });
});

it('comes back to where the reader was', () => {
  expect(openingOf({ focusSeq: undefined, conversation: read, kept })).toEqual({ at: 'row', seq: 12, below: -30 });
});

it('begins at the end when everything is read', () => {
  expect(openingOf({ focusSeq: undefined, conversation: read, kept: undefined })).toEqual({ at: 'end' });
  expect(openingOf({ focusSeq: undefined, conversation: read, kept: { ...kept, atEnd: true } })).toEqual({ at: 'end' });
});

it('fetches around the first unread message only when it is far from the end', () => {
  const landing = openingOf({ focusSeq: undefined, conversation: behind, kept: undefined });
  expect(isNearEnd(landing, behind)).toBe(false);
  expect(isNearEnd(landing, { unread: 3 })).toBe(true);
  expect(isNearEnd({ at: 'row', seq: 1, below: 'center' }, { unread: 3 })).toBe(false);
});

it('knows what the window holds', () => {
  const state = (first: number, last: number, atLive: boolean) => ({ status: 'ready', window: { first, last, atLive } }) as TimelineState;
  expect(isLoaded(state(10, 60, false), { at: 'row', seq: 10, below: 'center' })).toBe(true);
  expect(isLoaded(state(10, 60, false), { at: 'row', seq: 61, below: 'center' })).toBe(false);
  expect(isLoaded(state(10, 60, false), { at: 'end' })).toBe(false);
  expect(isLoaded(state(10, 60, true), { at: 'end' })).toBe(true);
});
