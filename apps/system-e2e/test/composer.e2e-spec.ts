import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, expectAccessible, look, messages, say, startChat } from '../src/browser-people';

const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

interface Sent {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Gives files to the page the way a person does who pastes or drops them. */
async function give(page: Page, how: 'paste' | 'drop', files: Sent[]): Promise<void> {
  const given = JSON.stringify(files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') })));
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of ${given}) transfer.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name, { type }));
    return transfer;
  })()`);
  if (how === 'paste') {
    await page.evaluate((made) => Object.assign(globalThis, { given: made }), transfer);
    await page.evaluate(
      "document.querySelector('textarea').dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }))",
    );
    return;
  }
  await messages(page).dispatchEvent('dragenter', { dataTransfer: transfer });
  await page.getByText('Drop to add to').waitFor();
  await look(page, 'drop');
  await messages(page).dispatchEvent('drop', { dataTransfer: transfer });
}

/** Waits until the composer holds a text that fits. */
async function holds(page: Page, text: RegExp): Promise<void> {
  await eventually(async () => text.test(await composer(page).inputValue()));
}

const rowsWith = (page: Page, text: string) => messages(page).getByText(text, { exact: true });

describe('the composer', () => {
  const journeys = browserJourneys();
  let abroad: string[];
  const folder = mkdtempSync(join(tmpdir(), 'hallway-composer-'));
  /** Large files are given by their path; nothing is in them. */
  const emptyFile = (name: string, size: number): string => {
    const path = join(folder, name);
    writeFileSync(path, '');
    truncateSync(path, size);
    return path;
  };
  beforeEach(() => {
    abroad = [];
  });
  afterEach(async () => {
    expect(journeys.people.faults.splice(0)).toEqual([]);
    expect(abroad).toEqual([]);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function pair(device = {}): Promise<[BrowserUser, BrowserUser]> {
    const [ana, bo] = [await journeys.people.signUp('Ana', device), await journeys.people.signUp('Bo')];
    for (const { page } of [ana, bo])
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(journeys.system.url)) abroad.push(request.url());
      });
    await startChat(ana, bo);
    return [ana, bo];
  }

  /** Requests that the test itself has cut off are no faults of the page. */
  const forgiveCuts = () =>
    journeys.people.faults.splice(0, journeys.people.faults.length, ...journeys.people.faults.filter((fault) => !/ERR_FAILED|WebSocket/.test(fault)));

  it('completes people and emoji by keyboard, formats, and keeps what is too long', async () => {
    const [{ page }, bo] = await pair();
    const stranger = await journeys.people.signUp('Stranger');
    await composer(page).pressSequentially(`hello @${bo.name.slice(0, 3)}`);
    await page.getByRole('option', { name: new RegExp(bo.name) }).waitFor();
    await look(page, 'mention');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    expect(await composer(page).inputValue()).toBe(`hello @${bo.name} `);
    await composer(page).pressSequentially(`and @${stranger.name}`);
    await page.getByRole('option', { name: /Not in this conversation/ }).waitFor();
    await look(page, 'mention-stranger');
    await page.keyboard.press('Tab');
    await page.getByText('Stranger is not in this conversation and will not be told.').waitFor();
    await composer(page).pressSequentially(':tad');
    await page.getByRole('option', { name: ':tada:' }).waitFor();
    await look(page, 'emoji-names');
    await page.keyboard.press('Enter');
    await composer(page).pressSequentially(':rocket:');
    await holds(page, /🎉 🚀$/u);
    await page.keyboard.press('Enter');
    await messages(page).getByText('🎉 🚀').waitFor();

    await composer(page).pressSequentially('say it loud');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.press('Control+b');
    expect(await composer(page).inputValue()).toBe('say it **loud**');
    await page.keyboard.press('Control+z');
    expect(await composer(page).inputValue()).toBe('say it loud');
    await composer(page).fill('- milk');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('bread');
    expect(await composer(page).inputValue()).toBe('- milk\n- bread');

    const long = 'x'.repeat(16_100);
    await composer(page).fill(long);
    await page.getByText('100 too many').waitFor();
    await composer(page).press('Enter');
    await page.getByText(/100 characters longer than a message may be/).waitFor();
    await look(page, 'too-long');
    expect(await composer(page).inputValue()).toBe(long);
  }, 240_000);

  it('has an emoji picker with search, latest and skin tones', async () => {
    const [{ page }] = await pair();
    await composer(page).fill('well done ');
    await page.getByRole('button', { name: 'Emoji' }).click();
    const search = page.getByRole('searchbox', { name: 'Search emoji' });
    await search.waitFor();
    await page.getByRole('gridcell', { name: 'Grinning face', exact: true }).waitFor();
    await look(page, 'picker');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Food & drink' }).click();
    await page.getByRole('gridcell', { name: 'Grapes', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Medium dark' }).click();
    await search.fill('clapping');
    await page.getByRole('gridcell', { name: 'Clapping hands' }).waitFor();
    await search.press('Enter');
    await search.waitFor({ state: 'detached' });
    expect(await composer(page).inputValue()).toBe('well done 👏🏾');
    await page.keyboard.type('!');
    expect(await composer(page).inputValue()).toBe('well done 👏🏾!');
    await page.getByRole('button', { name: 'Emoji' }).click();
    await page.getByRole('group', { name: 'Used lately' }).getByRole('button', { name: '👏🏾' }).waitFor();
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
  }, 240_000);

  it('sends pasted and dropped files in order, says what cannot be sent, and goes on with a large one after a reload', async () => {
    const [ana, bo] = await pair();
    const { page } = ana;
    await give(page, 'paste', [{ name: 'dot.png', type: 'image/png', bytes: dot }]);
    const filesToSend = page.getByRole('list', { name: 'Files to send' });
    await filesToSend.locator('img').waitFor();
    await give(page, 'drop', [
      { name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('notes') },
      { name: 'empty.txt', type: 'text/plain', bytes: Buffer.alloc(0) },
    ]);
    await page.getByText('empty.txt is empty, or a folder. It cannot be sent.').waitFor();
    await look(page, 'tray');
    await expectAccessible(page);
    await page.locator('input[type=file]').setInputFiles(emptyFile('film.bin', 51 * 2 ** 20));
    await page.getByText('film.bin is 51 MB. A file may have 50 MB.').waitFor();
    expect(await filesToSend.getByRole('listitem').count()).toBe(2);
    await say(page, 'two files');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByRole('img', { name: 'dot.png' }).waitFor({ timeout: 30_000 });
    await messages(bo.page).getByText('notes.txt').waitFor();

    // 12 MB go in three pieces; at the second the network is gone, and the page is loaded anew.
    let pieces = 0;
    let cutNow: () => void = () => undefined;
    const cutting = new Promise<void>((resolve) => (cutNow = resolve));
    await ana.context.route('**/uploads/tus/**', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      pieces += 1;
      if (pieces === 1) return route.continue();
      await cutting;
      return route.abort();
    });
    await page.locator('input[type=file]').setInputFiles({ name: 'large.bin', mimeType: 'application/octet-stream', buffer: randomBytes(12 * 2 ** 20) });
    const cut = page.waitForEvent('requestfailed', (request) => request.url().includes('/tus/'));
    await say(page, 'a large file');
    const bar = page.getByRole('progressbar', { name: 'Uploading large.bin' });
    await eventually(async () => Number(await bar.getAttribute('aria-valuenow')) >= 33, { timeoutMs: 30_000 });
    await look(page, 'progress');
    cutNow();
    await cut;
    await ana.context.unroute('**/uploads/tus/**');
    const offsets: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
    });
    await page.reload();
    await messages(bo.page).getByText('large.bin').waitFor({ timeout: 60_000 });
    expect(Number(offsets[0])).toBeGreaterThanOrEqual(4 * 2 ** 20);
    forgiveCuts();
  }, 240_000);

  it('keeps a draft with its caret over a reload, shows it in the list and in another tab', async () => {
    const [ana, bo] = await pair();
    const { page } = ana;
    await say(page, 'first');
    await composer(page).fill('half a thought');
    await page.keyboard.press('ArrowLeft');
    const other = await ana.context.newPage();
    await other.goto(journeys.system.url);
    await other.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.keyboard.press('Escape');
    await page.reload();
    await holds(page, /^half a thought$/);
    expect(await page.evaluate<number>("document.querySelector('textarea').selectionStart")).toBe('half a though'.length);
    const eve = await journeys.people.signUp('Eve');
    await startChat(ana, eve);
    const link = page.getByRole('link', { name: /Bo/ });
    await link.getByText('Draft').waitFor();
    await look(page, 'draft');
    await link.click();
    // By name: for a moment the composer of the other conversation is still there.
    await page.getByRole('textbox', { name: 'Message Bo' }).fill('a whole thought');
    await eventually(() => page.evaluate<boolean>("Object.values(localStorage).some((value) => value.includes('a whole thought'))"));
    await page.keyboard.press('Enter');
    await messages(page).getByText('a whole thought').waitFor();
    await page.reload();
    await messages(page).getByText('a whole thought').waitFor();
    expect(await composer(page).inputValue()).toBe('');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByText('a whole thought').waitFor();
  }, 240_000);

  it('sends what was written offline once and in order, over a reload, with a second tab open', async () => {
    const [ana, bo] = await pair();
    const { page } = ana;
    await say(page, 'before');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await rowsWith(bo.page, 'before').waitFor();
    const other = await ana.context.newPage();
    await other.goto(page.url());
    await rowsWith(other, 'before').waitFor();
    // What files need is fetched while the network is there.
    await eventually(() => page.evaluate<boolean>("performance.getEntriesByType('resource').some(({ name }) => name.includes('selected-file-list'))"));
    await ana.context.setOffline(true);
    for (let n = 1; n <= 20; n += 1) {
      if (n === 10) {
        await give(page, 'paste', [{ name: 'dot.png', type: 'image/png', bytes: dot }]);
        await page.getByRole('list', { name: 'Files to send' }).getByRole('listitem').waitFor();
      }
      await say(page, `offline ${n}`);
    }
    await rowsWith(page, 'offline 20').waitFor();
    // The page itself can be loaded, as from a cache; the server cannot be reached yet.
    await ana.context.route('**/api/**', (route) => route.abort());
    await ana.context.routeWebSocket('**/socket.io/**', (socket) => socket.close());
    await ana.context.setOffline(false);
    await page.reload();
    // What was seen last is there, and what waits.
    await rowsWith(page, 'before').waitFor();
    await rowsWith(page, 'offline 20').waitFor();
    await look(page, 'unreachable');
    await ana.context.unrouteAll();
    await page.reload();
    await rowsWith(bo.page, 'offline 20').waitFor({ timeout: 90_000 });
    await messages(bo.page).getByRole('img', { name: 'dot.png' }).waitFor({ timeout: 30_000 });
    forgiveCuts();
    const texts = await messages(bo.page)
      .getByText(/^offline \d+$/)
      .allTextContents();
    expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => `offline ${n + 1}`));
  }, 300_000);

  it('fits a phone in the dark', async () => {
    const [{ page }] = await pair({ width: 390, height: 844, dark: true, touch: true });
    await say(page, 'hello from the phone');
    await messages(page).getByText('hello from the phone').waitFor();
    await look(page, 'phone');
    await page.getByRole('button', { name: 'Formatting' }).click();
    await composer(page).fill('hello @');
    await page.getByRole('option').first().waitFor();
    await look(page, 'phone-mention');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Emoji' }).click();
    await page.getByRole('gridcell', { name: 'Grinning face', exact: true }).waitFor();
    await look(page, 'phone-picker');
    await expectAccessible(page);
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
  }, 180_000);
});
