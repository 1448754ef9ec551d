import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';

import type { Client } from '@hallway/client';
import { usersApi } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, expectAccessible, look, messages, say } from '../src/browser-people';

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
    await Promise.all(
      Array.from({ length: count }, (_, i) => client.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: bodyOf(next + i) })),
    );
  }
}

describe('the timeline in a browser', () => {
  const journeys = browserJourneys();
  let kai: Client;
  beforeAll(async () => {
    kai = await journeys.system.person('kai');
  }, 180_000);

  /** A group of Kai, who writes by hand, and these journeys.people. */
  async function groupWith(title: string, ...members: BrowserUser[]): Promise<string> {
    const found = await Promise.all(members.map(({ name }) => kai.call(usersApi.search, { query: { query: name, limit: 1 } })));
    const memberIds = found.map(({ items }) => items[0]!.id);
    const { id } = await kai.call(conversationsApi.create, { body: { type: 'group', title, memberIds } });
    return id;
  }

  async function open(person: BrowserUser, title: string): Promise<void> {
    await person.page.getByRole('link', { name: new RegExp(title) }).click();
    await composer(person.page).waitFor();
  }

  it('holds a row in place through a long history, both ways', async () => {
    const ana = await journeys.people.signUp('Ana');
    const { page } = ana;
    const id = await groupWith('Long history', ana);
    await write(kai, id, 1, 600);
    await open(ana, 'Long history');
    await messages(page).getByText('New', { exact: true }).waitFor();
    await look(page, 'timeline-unread');
    const jump = await walk(page, -1);
    expect(await messages(page).getByText('#1. ', { exact: false }).first().isVisible()).toBe(true);
    const back = await walk(page, 1);
    await messages(page).getByText('#600. ', { exact: false }).waitFor();
    expect(Math.max(jump, back)).toBeLessThanOrEqual(1);
    expect(journeys.people.faults).toEqual([]);
  }, 240_000);

  it('goes to a link and back, keeps the divider, and counts what is new', async () => {
    const ana = await journeys.people.signUp('Ana');
    const { page } = ana;
    const id = await groupWith('Release', ana);
    await write(kai, id, 1, 120);
    await open(ana, 'Release');
    await messages(page).getByText('New', { exact: true }).waitFor();
    await page.goto(`${journeys.system.url}/c/${id}?m=60`);
    const linked = messages(page).locator('[data-seq="60"]');
    await linked.waitFor();
    const place = await linked.boundingBox();
    expect(place!.y).toBeGreaterThan(200);
    expect(place!.y).toBeLessThan(550);
    await page.getByRole('button', { name: /\d+ new|Latest/ }).waitFor();
    await composer(page).press('Escape');
    await messages(page).locator('[data-seq="120"]').waitFor();
    await page.getByRole('button', { name: /\d+ new|Latest/ }).waitFor({ state: 'hidden' });

    // While history is read, what comes is counted and moves nothing.
    await page
      .getByRole('link', { name: /Release/ })
      .getByText(/unread/)
      .waitFor({ state: 'detached' });
    await messages(page).hover();
    await page.mouse.wheel(0, -1500);
    await page.getByRole('button', { name: 'Latest' }).waitFor();
    const watched = await page.evaluate<string>(
      "[...document.querySelectorAll('[data-seq]')].find((row) => row.getBoundingClientRect().top > 300).dataset.seq",
    );
    const before = (await messages(page).locator(`[data-seq="${watched}"]`).boundingBox())!.y;
    await write(kai, id, 121, 123);
    await page.getByRole('button', { name: '3 new' }).waitFor();
    await composer(page).fill('one\ntwo\nthree\nfour');
    expect(Math.abs((await messages(page).locator(`[data-seq="${watched}"]`).boundingBox())!.y - before)).toBeLessThanOrEqual(1);
    await page.getByRole('button', { name: '3 new' }).click();
    await messages(page).locator('[data-seq="123"]').waitFor();
    await page.getByRole('button', { name: '3 new' }).waitFor({ state: 'hidden' });
    expect(journeys.people.faults).toEqual([]);
  }, 240_000);

  it('what one does to a message the other sees, by pointer and by keyboard', async () => {
    const [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
    const id = await groupWith('Design', ana, bo);
    await write(kai, id, 1, 3);
    await open(ana, 'Design');
    await open(bo, 'Design');
    await say(ana.page, 'A plan with a tyop');
    const [mine, theirs] = [ana.page, bo.page].map((page) => messages(page).getByRole('article', { name: /A plan/ })) as [Locator, Locator];
    await theirs.waitFor();

    // By keyboard alone: to the last message, edit, react, pin.
    await composer(ana.page).focus();
    await ana.page.keyboard.press('Shift+Tab');
    await tabTo(ana.page, mine);
    await look(ana.page, 'timeline-focus');
    await ana.page.keyboard.press('e');
    await ana.page.getByRole('textbox', { name: 'Edit message' }).fill('A plan without a typo');
    await ana.page.keyboard.press('Enter');
    await theirs.getByText('A plan without a typo').waitFor();
    await theirs.getByText('edited').waitFor();
    await theirs.hover();
    await theirs.getByRole('button', { name: 'React with Thumbs up' }).click();
    await mine.getByRole('button', { name: /👍, 1 person/ }).click();
    await theirs.getByRole('button', { name: /👍, you and 1 more/ }).waitFor();
    await theirs.click({ button: 'right', position: { x: 80, y: 12 } });
    await look(bo.page, 'timeline-menu');
    await bo.page.getByRole('menuitem', { name: 'Pin' }).click();
    await ana.page.getByRole('group', { name: 'Pinned messages' }).getByText('A plan without a typo').waitFor();
    await theirs.hover();
    await theirs.getByRole('button', { name: 'Reply' }).click();
    await say(bo.page, 'Agreed');
    const answer = messages(ana.page).getByRole('article', { name: /Agreed/ });
    await answer.getByRole('button', { name: /A plan without/ }).click();
    await messages(ana.page).locator('[data-flash="true"]').waitFor();

    await mine.getByRole('button', { name: /Seen by 1/ }).click();
    await ana.page.getByRole('dialog', { name: 'Seen by' }).getByRole('region', { name: 'Read by 1' }).getByText('Bo').waitFor();
    await look(ana.page, 'timeline-receipts');
    await ana.page.keyboard.press('Escape');
    await expectAccessible(ana.page);
    await look(ana.page, 'timeline-conversation');
    await mine.click({ button: 'right', position: { x: 80, y: 12 } });
    await ana.page.getByRole('menuitem', { name: 'Delete' }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await messages(bo.page).getByText('Message deleted').first().waitFor();
    expect(journeys.people.faults).toEqual([]);
  }, 240_000);

  it('who answers at once has read, and the page of who asked says so', async () => {
    const [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
    const id = await groupWith('Quick', ana, bo);
    await write(kai, id, 1, 1);
    await open(ana, 'Quick');
    await open(bo, 'Quick');
    for (const round of ['one', 'two', 'three']) {
      await say(ana.page, `A question, ${round}`);
      await messages(bo.page)
        .getByRole('article', { name: new RegExp(`A question, ${round}`) })
        .waitFor();
      // Sooner than the page says that it was read.
      await say(bo.page, `An answer, ${round}`);
      await messages(ana.page)
        .getByRole('article', { name: new RegExp(`A question, ${round}`) })
        .getByRole('button', { name: /Seen by [12]/ })
        .waitFor({ timeout: 5_000 });
    }
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);

  it('a new name is on every open screen, and a quote follows what it quotes', async () => {
    const [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
    const id = await groupWith('Copies', ana, bo);
    const original = await kai.emit('message:send', { conversationId: id, clientMessageId: randomUUID(), body: 'the first words' });
    await write(kai, id, 2, 150);
    await kai.emit('message:send', { conversationId: id, clientMessageId: randomUUID(), body: 'about that', replyTo: original.id });
    await open(ana, 'Copies');
    await open(bo, 'Copies');
    await composer(ana.page).press('Escape');
    const quote = messages(ana.page).getByRole('article', { name: /about that/ });
    await quote.getByText('the first words').waitFor();
    await kai.emit('message:edit', { messageId: original.id, body: 'other words' });
    await quote.getByText('other words').waitFor({ timeout: 3_000 });
    await say(bo.page, 'Hello from me');
    const row = messages(ana.page).getByRole('article', { name: /Hello from me/ });
    await row.getByRole('button', { name: 'Bo', exact: true }).waitFor();
    await kai.call(usersApi.updateMe, { body: { displayName: 'Kai the Second' } });
    await quote.getByText('Kai the Second').first().waitFor({ timeout: 3_000 });
    await kai.emit('message:delete', { messageId: original.id });
    await quote.getByText('Message deleted').waitFor({ timeout: 3_000 });
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);

  it('shows pictures in their boxes and large, by keyboard, on a phone in the dark', async () => {
    const eve = await journeys.people.signUp('Eve', { width: 390, height: 844, dark: true });
    const id = await groupWith('Pictures', eve);
    await write(kai, id, 1, 2);
    await open(eve, 'Pictures');
    const { page } = eve;
    const files = await Promise.all(
      ['one', 'two'].map(async (name, i) => ({
        name: `${name}.png`,
        mimeType: 'image/png',
        buffer: await sharp({ create: { width: 900, height: 600, channels: 3, background: i ? '#c05030' : '#3060a0' } })
          .png()
          .toBuffer(),
      })),
    );
    await page.locator('input[type=file]').setInputFiles(files);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const picture = messages(page).getByRole('button', { name: 'one.png', exact: true });
    await picture.waitFor({ timeout: 60_000 });
    await look(page, 'timeline-phone');
    await picture.focus();
    await page.keyboard.press('Enter');
    const viewer = page.getByRole('dialog', { name: 'one.png' });
    await viewer.getByRole('img', { name: 'one.png' }).waitFor();
    await page.keyboard.press('+');
    await viewer.locator('[data-scale="1.50"]').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'two.png' }).getByText('2 of 2').waitFor();
    await look(page, 'timeline-viewer');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await picture.and(page.locator(':focus')).waitFor();
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
    await expectAccessible(page);
    expect(journeys.people.faults).toEqual([]);
  }, 240_000);
});

/** Tab into the list: it comes in at the last message, or where it was left. */
async function tabTo(page: Page, row: Locator): Promise<void> {
  for (let tries = 0; tries < 6; tries += 1) {
    if (await page.evaluate<boolean>("document.activeElement?.hasAttribute('data-row') ?? false")) break;
    await page.keyboard.press('Shift+Tab');
  }
  await row.and(page.locator(':focus')).waitFor();
}

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
