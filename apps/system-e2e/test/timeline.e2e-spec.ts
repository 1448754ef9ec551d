import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { Client } from '@hallway/client';
import { usersApi } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';
import { BrowserPeople, composer, expectAccessible, look, messages, type Person } from '../src/browser-people';
import { System } from '../src/system';

/** Where a row is on the screen; the page has no types of the browser here. */
const topOf = (page: Page, text: string): Promise<number> =>
  page.evaluate<number>(`[...document.querySelectorAll('[data-row]')].find((row) => row.textContent.includes(${JSON.stringify(text)}))?.getBoundingClientRect().top ?? NaN`);

const inParallel = 25;

/** Messages of many heights, each with its number. */
function bodyOf(n: number): string {
  const words = Array.from({ length: 3 + ((n * 7) % 40) }, (_, i) => ['ship', 'notes', 'review', 'tomorrow', 'build', 'release'][(n + i) % 6]).join(' ');
  if (n % 23 === 0) return `#${n}. ${words}\n\`\`\`\nline one\nline two\nline three\n\`\`\``;
  return n % 5 === 0 ? `#${n}. ${words}\n\n- one\n- two` : `#${n}. ${words}`;
}

async function write(client: Client, conversationId: string, from: number, to: number): Promise<void> {
  for (let next = from; next <= to; next += inParallel) {
    const count = Math.min(inParallel, to - next + 1);
    await Promise.all(Array.from({ length: count }, (_, i) => client.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: bodyOf(next + i) })));
  }
}

describe('the timeline in a browser', () => {
  let system: System;
  let people: BrowserPeople;
  let kai: Client;
  beforeAll(async () => {
    system = await System.start();
    people = await BrowserPeople.start(system.url);
    kai = await system.person('kai');
  });
  afterEach(() => people.leave());
  afterAll(async () => {
    await people?.stop();
    await system?.stop();
  });

  /** A group of Kai, who writes by hand, and these people. */
  async function groupWith(title: string, ...members: Person[]): Promise<string> {
    const found = await Promise.all(members.map(({ name }) => kai.call(usersApi.search, { query: { query: name, limit: 1 } })));
    const memberIds = found.map(({ items }) => items[0]!.id);
    const { id } = await kai.call(conversationsApi.create, { body: { type: 'group', title, memberIds } });
    return id;
  }

  async function open(person: Person, title: string): Promise<void> {
    await person.page.getByRole('link', { name: new RegExp(title) }).click();
    await composer(person.page).waitFor();
  }

  it('holds a row in place through a long history, both ways', async () => {
    const ana = await people.signUp('Ana');
    const { page } = ana;
    const id = await groupWith('Long history', ana);
    await write(kai, id, 1, 600);
    await open(ana, 'Long history');
    await look(page, 'timeline-unread');
    const jump = await walk(page, -1);
    expect(await messages(page).getByText('#1. ', { exact: false }).first().isVisible()).toBe(true);
    const back = await walk(page, 1);
    await messages(page).getByText('#600. ', { exact: false }).waitFor();
    expect(Math.max(jump, back)).toBeLessThanOrEqual(1);
    expect(people.faults).toEqual([]);
  }, 240_000);
});

/**
 * Scrolls to one end of the history, step by step. After each step a row in
 * the middle is watched until all pages have arrived: it must not move.
 * Resolves to the largest move seen.
 */
async function walk(page: Page, direction: 1 | -1): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const scroller = document.querySelector('[role=region][aria-label=Messages]');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const busy = () => document.querySelector('[data-side=${direction < 0 ? 'before' : 'after'}]') !== null;
    const rows = () => [...document.querySelectorAll('[data-seq]')];
    const middle = () => {
      const box = scroller.getBoundingClientRect();
      return rows().find((row) => row.getBoundingClientRect().top >= box.top + box.height / 2) ?? rows().at(-1);
    };
    let worst = 0;
    for (let step = 0; step < 600; step += 1) {
      const before = scroller.scrollTop;
      scroller.scrollTop += ${direction} * 400;
      await frame();
      const seq = middle()?.dataset.seq;
      const top = () => document.querySelector('[data-seq="' + seq + '"]')?.getBoundingClientRect().top ?? NaN;
      const start = top();
      for (let quiet = 0, last = scroller.scrollHeight; quiet < 4; ) {
        await frame();
        worst = Math.max(worst, Math.abs(top() - start));
        quiet = scroller.scrollHeight === last ? quiet + 1 : 0;
        last = scroller.scrollHeight;
      }
      if (Number.isNaN(top())) throw new Error('The watched row has left the page');
      const atEdge = ${direction} < 0 ? scroller.scrollTop <= 0 : scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 1;
      if (atEdge && !busy()) return worst;
    }
    throw new Error('The end was not reached');
  })()`);
}
