import fc from 'fast-check';

import type { Changes, MessagesChanged, MessageWindow } from '@hallway/contracts-messages';

import { FakeClock, settled } from '../../test/fake-clock.ts';
import { changed, ReferenceTimeline } from '../../test/reference-timeline.ts';
import { NetworkProblem } from '../http/client-problem.ts';
import { Notifier } from '../platform/store.ts';
import { Timeline } from './timeline.ts';
import { windowSize } from './timeline-window.ts';

const conversationId = 'c';
let sends = 0;

interface Answer {
  give: () => void;
  fail: () => void;
}

/** A server, a wire that can do everything wires do, and the timeline under test. */
class Bench {
  readonly clock = new FakeClock();
  readonly reference: ReferenceTimeline;
  readonly answers: Answer[] = [];
  readonly wire: MessagesChanged[] = [];
  readonly timeline: Timeline;
  requests = 0;
  known = { rev: 0, lastSeq: 0 };

  constructor(messages: number, resetAfter = 500) {
    this.reference = new ReferenceTimeline(conversationId, resetAfter);
    for (let n = 0; n < messages; n += 1) this.reference.send(aSend());
    this.known = { rev: this.reference.rev, lastSeq: this.reference.lastSeq };
    this.timeline = new Timeline(conversationId, {
      source: {
        window: (_id, query) => this.later<MessageWindow>(() => this.reference.window(query)),
        changes: (_id, since) => this.later<Changes>(() => this.reference.changes(since, 100)),
        known: () => this.known,
      },
      clock: this.clock,
      notifier: new Notifier(),
      backoff: { firstMs: 1000, mostMs: 30_000 },
    });
  }

  create(): void {
    const { change } = this.reference.send(aSend());
    if (change) this.wire.push(changed(conversationId, change));
  }

  edit(seq: number, body: string | null): void {
    if (this.reference.lastSeq === 0) return;
    this.wire.push(changed(conversationId, this.reference.edit(1 + (seq % this.reference.lastSeq), body)));
  }

  deliverAll(): void {
    for (const event of this.wire.splice(0)) this.timeline.apply(event);
  }

  /** Answers every request, until none is open. */
  async quiet(): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      await settled();
      const answer = this.answers.shift();
      if (answer) answer.give();
      else if (this.clock.next !== undefined) await this.clock.advance(this.clock.next);
      else return;
    }
    throw new Error('The timeline never comes to rest');
  }

  async loaded(): Promise<this> {
    const opening = this.timeline.loadNewest();
    await this.quiet();
    await opening;
    return this;
  }

  /** What was read on the server travels back whenever the test says so. */
  private later<T>(read: () => T): Promise<T> {
    this.requests += 1;
    const value = structuredClone(read());
    return new Promise((resolve, reject) => {
      this.answers.push({ give: () => resolve(value), fail: () => reject(new NetworkProblem('failed')) });
    });
  }
}

function aSend() {
  sends += 1;
  return { senderId: 's', clientMessageId: `m${sends}`, body: `text ${sends}` };
}

function expectConsistent({ timeline, reference }: Bench): void {
  const { window, status } = timeline.getSnapshot();
  expect(status).toBe('ready');
  expect(window.rev).toBe(reference.rev);
  expect(window.items).toEqual(reference.messages.slice(Math.max(0, window.first - 1), window.last));
  expect(window.items.length > 0).toBe(reference.lastSeq > 0);
  expect(window.items.length).toBeLessThanOrEqual(windowSize);
  expect(window.newest).toBeLessThanOrEqual(reference.lastSeq);
  expect(window.atLive).toBe(window.last === reference.lastSeq);
  expect(window.newest > window.last).toBe(!window.atLive);
  expect(window.atOldest).toBe(window.first <= 1);
}

describe('Timeline', () => {
  it('shows the newest page and appends what comes', async () => {
    const bench = await new Bench(120).loaded();
    bench.create();
    bench.edit(100, 'edited');
    bench.deliverAll();
    expectConsistent(bench);
    expect(bench.timeline.window.last).toBe(121);
    expect(bench.requests).toBe(1);
  });

  it('fetches what is missing at a gap, once, and goes on', async () => {
    const bench = await new Bench(10).loaded();
    bench.create();
    bench.create();
    bench.create();
    bench.wire.shift();
    bench.deliverAll();
    expect(bench.requests).toBe(2);
    await bench.quiet();
    expectConsistent(bench);
    expect(bench.requests).toBe(2);
  });

  it('reloads where the reader is when too much was missed', async () => {
    const bench = await new Bench(1000, 50).loaded();
    const jump = bench.timeline.jumpTo(200);
    await bench.quiet();
    await jump;
    for (let n = 0; n < 80; n += 1) bench.edit(190 + (n % 20), `edit ${n}`);
    for (let n = 0; n < 60; n += 1) bench.create();
    bench.wire.length = 0;
    bench.timeline.resync(bench.reference.rev);
    await bench.quiet();
    expectConsistent(bench);
    expect(bench.timeline.window.first).toBeLessThan(200);
    expect(bench.timeline.window.last).toBeGreaterThan(200);
  });

  it('follows a server that has gone back to an older backup', async () => {
    const bench = await new Bench(50).loaded();
    bench.reference.messages.length = 20;
    bench.reference.rev = 20;
    bench.known = { rev: 20, lastSeq: 20 };
    bench.timeline.resync(51);
    await bench.quiet();
    expectConsistent(bench);
  });

  it('keeps what the reader looks at when live messages fill the window', async () => {
    const bench = await new Bench(600).loaded();
    for (let page = 0; page < 5; page += 1) {
      const loading = bench.timeline.loadBefore();
      await bench.quiet();
      await loading;
    }
    bench.timeline.setAnchor(bench.timeline.window.first + 3);
    const { first } = bench.timeline.window;
    for (let n = 0; n < 20; n += 1) bench.create();
    bench.deliverAll();
    expect(bench.timeline.window.first).toBe(first);
    expect(bench.timeline.window.atLive).toBe(false);
    expectConsistent(bench);
  });

  it('asks once when the same page is wanted twice', async () => {
    const bench = await new Bench(600).loaded();
    const both = Promise.all([bench.timeline.loadBefore(), bench.timeline.loadBefore()]);
    await bench.quiet();
    await both;
    expect(bench.requests).toBe(2);
  });

  it('waits for the events before its own message, and fetches them when they do not come', async () => {
    const bench = await new Bench(10).loaded();
    bench.create();
    const { message } = bench.reference.send(aSend());
    bench.timeline.acknowledge(message);
    expect(bench.timeline.covers(message)).toBe(false);
    expect(bench.requests).toBe(1);
    await bench.clock.advance(1000);
    await bench.quiet();
    expect(bench.timeline.covers(message)).toBe(true);
    expectConsistent(bench);
  });

  // Mostly in order and once, so that the timeline gets far enough for the odd event to hurt.
  const place = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() });
  const copies = fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(0, 2) });
  const command = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ do: 'create' as const }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('edit' as const), seq: fc.nat(), body: fc.option(fc.string(), { nil: null }) }) },
    { weight: 12, arbitrary: fc.record({ do: fc.constant('deliver' as const), index: place, copies }) },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('answer' as const), index: place, fails: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), how: fc.constantFrom('before', 'after', 'newest'), times: fc.nat(6) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('page' as const), how: fc.constantFrom('before', 'after') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), seq: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('anchor' as const), seq: fc.option(fc.nat(), { nil: null }) }) },
    { weight: 1, arbitrary: fc.constant({ do: 'resync' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(5000) }) },
  );
  type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

  async function run(bench: Bench, step: Command): Promise<void> {
    const { timeline, wire, answers, reference } = bench;
    const ignore = () => undefined;
    if (step.do === 'create') bench.create();
    // Near the window, where it matters.
    if (step.do === 'edit') bench.edit(Math.max(0, timeline.window.first - 60 + (step.seq % 200)), step.body);
    if (step.do === 'page') (step.how === 'before' ? timeline.loadBefore() : timeline.loadAfter()).catch(ignore);
    if (step.do === 'deliver' && wire.length > 0) {
      // Any order; no copy at all is a loss.
      const [event] = wire.splice(step.index % wire.length, 1);
      for (let copy = 0; event && copy < step.copies; copy += 1) timeline.apply(structuredClone(event));
    }
    if (step.do === 'answer' && answers.length > 0) {
      const [answer] = answers.splice(step.index % answers.length, 1);
      if (step.fails) answer?.fail();
      else answer?.give();
    }
    if (step.do === 'move' && step.how === 'newest') timeline.loadNewest().catch(ignore);
    if (step.do === 'move' && step.how !== 'newest') {
      for (let n = 0; n <= step.times; n += 1) {
        (step.how === 'before' ? timeline.loadBefore() : timeline.loadAfter()).catch(ignore);
        await settled();
        answers.pop()?.give();
        await settled();
      }
    }
    if (step.do === 'jump') timeline.jumpTo(1 + (step.seq % Math.max(1, reference.lastSeq))).catch(ignore);
    if (step.do === 'anchor') timeline.setAnchor(step.seq === null ? 'end' : 1 + (step.seq % Math.max(1, reference.lastSeq)));
    if (step.do === 'resync') timeline.resync(reference.rev);
    if (step.do === 'wait') await bench.clock.advance(step.ms);
    await settled();
  }

  it('ends as a fresh fetch would, whatever the wire and the reader did', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 700 }),
      fc.constantFrom(20, 500),
      fc.array(command, { maxLength: 150, size: 'max' }),
      async (messages, resetAfter, steps) => {
        const bench = new Bench(messages, resetAfter);
        void Promise.allSettled([bench.timeline.loadNewest()]);
        for (const step of steps) await run(bench, step);
        await bench.quiet();
        // A load may have failed for good: the reader asks again.
        if (!bench.timeline.ready) await bench.loaded();
        bench.timeline.resync(bench.reference.rev);
        await bench.quiet();
        expectConsistent(bench);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});
