import { randomUUID } from 'node:crypto';

import type { LabUser } from '../clients/lab-user';
import { noFaketime, shiftedClock } from '../lab/faketime';
import { hashOf } from '../lab/recorder';
import type { Fault, FaultRun } from './fault';

const DAY_S = 86_400;
/** How long until every service has looked at its clock. */
const CLOCK_READ_MS = 2_000;

/** Harm that users, clocks and memberships do. */
export const loadFaults: Fault[] = [
  {
    id: 'F26',
    title: 'every message is sent three times by two devices at once, and again a day later',
    boundMs: 5_000,
    needs: { clock: true },
    cannot: noFaketime,
    async harm(run) {
      run.begin('senders');
      const sent: Thrice[] = [];
      for (let time = 0; time < 60; time += 1) {
        sent.push(sendThrice(run, time));
        await run.pass(100);
      }
      run.heal('senders');
      await Promise.all(sent.map(({ done }) => done));
      run.begin('a day later');
      run.lab.moveClocks(`+${DAY_S}`);
      await run.pass(CLOCK_READ_MS);
      const answered = await Promise.all(sent.map(({ again }) => again()));
      if (!answered.some(Boolean)) throw new Error('Nothing that was sent a day later was answered');
      run.heal('a day later');
    },
  },
  {
    id: 'F30',
    title: 'the clock of a messages replica is 5 min ahead of the others',
    form: 'separate',
    boundMs: 5_000,
    needs: { envOf: { 'messages-1': shiftedClock('+300') } },
    cannot: noFaketime,
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

interface Thrice {
  /** Settled when all of them were answered, or given up. */
  done: Promise<unknown>;
  /** Sends it three times more; whether one was answered. */
  again(): Promise<boolean>;
}

/** One call in the history, however often it goes out; the first acknowledgement counts. */
function sendThrice({ users, random, recorder }: FaultRun, number: number): Thrice {
  const place = random.pick(users.places);
  const person = random.pick(place.core.filter(({ away }) => !away));
  const body = `thrice ${number}`;
  const message = { conversationId: place.id, clientMessageId: randomUUID(), body };
  // No device waits for the one before, so none has an order to keep.
  const op = recorder.invoked(person.id, `thrice-${number}`, {
    kind: 'send',
    conversationId: place.id,
    clientMessageId: message.clientMessageId,
    bodyHash: hashOf(body),
  });
  const tries = threeTimes(person, message);
  Promise.any(tries).then(
    ({ id, seq, rev }) => recorder.record({ type: 'answered', op, messageId: id, seq, rev }),
    () => undefined, // no answer: it may be stored or not
  );
  return {
    done: Promise.allSettled(tries),
    again: () =>
      Promise.any(threeTimes(person, message)).then(
        () => true,
        () => false,
      ),
  };
}

function threeTimes({ devices }: LabUser, message: { conversationId: string; clientMessageId: string; body: string }) {
  return [0, 1, 0].map((device) => devices[device]!.client.emit('message:send', message));
}
