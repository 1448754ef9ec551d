import type { ConversationReceipts } from '@hallway/contracts-messages';

import { FakeClock, settled } from '../../test/fake-clock.ts';
import { NetworkProblem } from '../http/client-problem.ts';
import type { Http } from '../http/http.ts';
import { Notifier } from '../platform/store.ts';
import { passedBy, Receipts } from './receipts.ts';

interface Question {
  answer: (marks: ConversationReceipts) => void;
  refuse: (error: unknown) => void;
}

function bench() {
  const questions: Question[] = [];
  const clock = new FakeClock();
  const call = () => new Promise((answer, refuse) => questions.push({ answer, refuse }));
  const receipts = new Receipts({ call } as unknown as Http, clock, { firstMs: 1_000, mostMs: 1_000 }, new Notifier());
  return { questions, clock, receipts, marks: () => receipts.of('c').getSnapshot() };
}

const mark = (userId: string, seq: number, joinedSeq = 0) => ({ userId, seq, at: '2026-01-01T00:00:00.000Z', joinedSeq });
const event = (userId: string, seq: number) => ({ conversationId: 'c', read: [{ userId, seq, at: '2026-01-01T00:00:00.000Z' }] });

describe('Receipts', () => {
  it('are the same whichever of answer and event comes first, and whichever is newer', async () => {
    for (const eventFirst of [true, false])
      for (const [emitted, answered] of [
        [4, 5],
        [5, 4],
        [5, 5],
      ] as const) {
        const { receipts, questions, marks } = bench();
        receipts.follow('c');
        if (eventFirst) receipts.apply(event('bo', emitted));
        questions[0]?.answer({ read: [mark('bo', answered)], delivered: [mark('eve', 3)] });
        await settled();
        if (!eventFirst) receipts.apply(event('bo', emitted));
        expect([...marks().read]).toEqual([['bo', 5]]);
        expect(new Map(marks().delivered)).toEqual(
          new Map([
            ['bo', 5],
            ['eve', 3],
          ]),
        );
      }
  });

  it('are asked for again after every gap in the connection, while they are shown', async () => {
    const { receipts, questions } = bench();
    const leave = receipts.follow('c');
    receipts.resync();
    receipts.resync('c');
    receipts.resync('elsewhere');
    expect(questions).toHaveLength(1);
    questions[0]?.answer({ read: [], delivered: [] });
    await settled();
    expect(questions).toHaveLength(2);
    leave();
    leave();
    receipts.resync();
    questions[1]?.answer({ read: [], delivered: [] });
    await settled();
    expect(questions).toHaveLength(2);
  });

  it('are asked for again when the network failed, and not after a reset', async () => {
    const { receipts, questions, clock } = bench();
    receipts.follow('c');
    questions[0]?.refuse(new NetworkProblem('failed'));
    await settled();
    await clock.advance(60_000);
    expect(questions).toHaveLength(2);
    questions[1]?.refuse(new NetworkProblem('failed'));
    await settled();
    receipts.reset();
    await clock.advance(60_000);
    expect(questions).toHaveLength(2);
  });

  it('drop who is no member any more, and keep whom an event told while the answer was on its way', async () => {
    const { receipts, questions, marks } = bench();
    receipts.follow('c');
    questions[0]?.answer({ read: [mark('bo', 2), mark('eve', 2)], delivered: [] });
    await settled();
    receipts.resync('c');
    receipts.apply(event('kai', 2));
    questions[1]?.answer({ read: [mark('eve', 2)], delivered: [] });
    await settled();
    expect([...marks().read.keys()].sort()).toEqual(['eve', 'kai']);
  });

  it('are asked for one question after the other: an older answer does not take back a newer one', async () => {
    const { receipts, questions, marks } = bench();
    receipts.follow('c');
    questions[0]?.answer({ read: [mark('bo', 2)], delivered: [] });
    await settled();
    receipts.resync('c'); // he has left
    receipts.resync('c'); // and is back
    questions[1]?.answer({ read: [], delivered: [] });
    await settled();
    questions[2]?.answer({ read: [mark('bo', 4, 3)], delivered: [] });
    await settled();
    expect(questions).toHaveLength(3);
    expect([2, 4].map((seq) => passedBy(marks(), 'read', seq))).toEqual([[], ['bo']]);
  });

  it('are asked for when an event names a new member whose time of joining is not known', async () => {
    const { receipts, questions, marks } = bench();
    receipts.follow('c');
    questions[0]?.answer({ read: [], delivered: [] });
    await settled();
    receipts.apply(event('bo', 9));
    receipts.apply(event('bo', 10));
    expect(questions).toHaveLength(2);
    questions[1]?.answer({ read: [mark('bo', 10, 7)], delivered: [] });
    await settled();
    receipts.apply(event('bo', 11));
    expect(questions).toHaveLength(2);
    expect([7, 8].map((seq) => passedBy(marks(), 'read', seq))).toEqual([[], ['bo']]);
  });

  it('say nothing about what was there before a member joined', async () => {
    const { receipts, questions, marks } = bench();
    receipts.follow('c');
    questions[0]?.answer({ read: [mark('bo', 9, 5)], delivered: [] });
    await settled();
    expect([4, 5, 6, 9, 10].filter((seq) => passedBy(marks(), 'read', seq).length > 0)).toEqual([6, 9]);
  });
});
