import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';

import { hashOf } from '../lab/recorder';
import type { Fault, FaultRun } from './fault';

const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** Harm that users, clocks and memberships do. */
export const loadFaults: Fault[] = [
  {
    id: 'F26',
    title: 'every message is sent three times by two devices at once',
    boundMs: 5_000,
    async harm(run) {
      run.begin('senders');
      for (let time = 0; time < 60; time += 1) {
        sendThrice(run, time);
        await run.pass(100);
      }
      run.heal('senders');
    },
  },
  {
    id: 'F30',
    title: 'the clock of a messages replica is 5 min ahead of the others',
    boundMs: 5_000,
    needs: { envOf: { 'messages-1': { LD_PRELOAD: FAKETIME, FAKETIME: '+300', FAKETIME_DONT_FAKE_MONOTONIC: '1' } } },
    cannot: () => (existsSync(FAKETIME) ? undefined : 'libfaketime is not installed (Debian package libfaketime)'),
    async harm({ begin, heal, pass }) {
      begin('messages-1');
      await pass(8_000);
      heal('messages-1');
    },
  },
  {
    id: 'F39',
    title: 'membership storm',
    boundMs: 2_000,
    ackGapMs: 0,
    sizes: { moves: 50 },
    async harm({ begin, heal, pass }) {
      begin('memberships');
      await pass(10_000);
      heal('memberships');
    },
  },
];

/** One call in the history, however often it goes out; the first acknowledgement counts. */
function sendThrice({ cast, random, recorder }: FaultRun, number: number): void {
  const place = random.pick(cast.places);
  const person = random.pick(place.core.filter(({ away }) => !away));
  const body = `thrice ${number}`;
  const message = { conversationId: place.id, clientMessageId: randomUUID(), body };
  // No device waits for the one before, so none has an order to keep.
  const op = recorder.invoked(person.id, `thrice-${number}`, { kind: 'send', conversationId: place.id, clientMessageId: message.clientMessageId, bodyHash: hashOf(body) });
  const tries = [0, 1, 0].map((device) => person.devices[device]!.client.emit('message:send', message));
  Promise.any(tries).then(
    ({ id, seq, rev }) => recorder.record({ type: 'answered', op, messageId: id, seq, rev }),
    () => undefined, // nobody answered: it may be there or not
  );
}
