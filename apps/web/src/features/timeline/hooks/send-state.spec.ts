import type { Message } from '@hallway/contracts-messages';

import { sendStateOf, shownSendStates } from './send-state';

const marks = {
  marks: {
    read: new Map([
      ['bo', 3],
      ['me', 9],
    ]),
    delivered: new Map([
      ['bo', 5],
      ['eve', 4],
    ]),
    joined: new Map([['bo', 2]]),
  },
  myId: 'me',
};
const message = (seq: number, senderId = 'me') => ({ seq, senderId, body: 'x' }) as Message;

it('tells how far a message has got, by the marks of others', () => {
  expect(sendStateOf(3, marks)).toEqual({ reached: 'read', readers: 1 });
  expect(sendStateOf(5, marks)).toEqual({ reached: 'delivered', readers: 0 });
  expect(sendStateOf(6, marks)).toEqual({ reached: 'sent', readers: 0 });
  // Bo was not there yet, and Eve never says what she has read.
  expect(sendStateOf(2, marks)).toEqual({ reached: 'delivered', readers: 0 });
});

it('shows a state only where it changes', () => {
  const items = [message(3), message(4, 'bo'), message(5), message(6), message(7)];
  expect([...shownSendStates(items, marks)].map(([seq, { reached }]) => [seq, reached])).toEqual([
    [7, 'sent'],
    [5, 'delivered'],
    [3, 'read'],
  ]);
});

it('shows nothing at a deleted message', () => {
  expect(shownSendStates([{ ...message(1), body: null }], marks).size).toBe(0);
});
