import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';

import type { Client } from '@hallway/client';
import { usersApi } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, expectAccessible, look, messages, stored } from '../src/browser-people';

/** As the browser says it. */
const accent = 'rgb(0, 115, 120)';

describe('the list in a browser', () => {
  const journeys = browserJourneys();
  let kai: Client;
  beforeAll(async () => {
    kai = await journeys.system.person('kai');
  }, 180_000);

  async function say(conversationId: string, body: string): Promise<void> {
    await kai.emit('message:send', { conversationId, clientMessageId: randomUUID(), body });
  }

  /** A group of Kai and this person, with these messages. */
  async function groupWith(title: string, person: BrowserUser, bodies: string[]): Promise<void> {
    const { items } = await kai.call(usersApi.search, { query: { query: person.name, limit: 1 } });
    const { id } = await kai.call(conversationsApi.create, { body: { type: 'group', title, memberIds: items.map((found) => found.id) } });
    for (const body of bodies) await say(id, body);
  }

  const row = (page: Page, title: string) => page.getByRole('link', { name: new RegExp(`^${title}`) });

  it('counts mentions and all that is unread, and marks as read from its menu', async () => {
    const ana = await journeys.people.signUp('Ana');
    const { page } = ana;
    await groupWith('Harbour', ana, [`@${ana.name} look`, 'one', 'two']);
    await groupWith('Pier', ana, ['three']);
    await row(page, 'Harbour').getByText('1 mention').waitFor();
    await row(page, 'Harbour').getByText('3 unread').waitFor();
    await look(page, 'list');
    await page.keyboard.press('Control+K');
    await page
      .getByRole('option', { name: /Harbour/ })
      .getByText('1 mention')
      .waitFor();
    await page
      .getByRole('option', { name: /Harbour/ })
      .getByText('3 unread')
      .waitFor();
    await page.keyboard.press('Escape');

    await row(page, 'Harbour').click({ button: 'right' });
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: 'Mark as read', exact: true }).click();
    await row(page, 'Harbour')
      .getByText(/unread/)
      .waitFor({ state: 'detached' });
    await row(page, 'Harbour').and(page.locator(':focus')).waitFor();

    // By keyboard alone: to the other row, its menu, mute, and everything as read.
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Mute' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    await row(page, 'Pier').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Mute' }).focus();
    await page.keyboard.press('Enter');
    await row(page, 'Pier').getByLabel('muted').waitFor();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Mark all as read' }).focus();
    await page.keyboard.press('Enter');
    await row(page, 'Pier')
      .getByText(/unread/)
      .waitFor({ state: 'detached' });
    await page.reload();
    await row(page, 'Pier').waitFor();
    await row(page, 'Harbour')
      .getByText(/unread/)
      .waitFor({ state: 'detached' });
    expect(journeys.people.faults).toEqual([]);
  }, 180_000);

  it('comes back to a search as it was left, and to the settings by their address', async () => {
    const ana = await journeys.people.signUp('Ana');
    const { page } = ana;
    await groupWith('Harbour', ana, ['the `north` quay', 'the south quay']);
    await row(page, 'Harbour').click();
    await composer(page).waitFor();
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('textbox', { name: 'Search' }).fill('quay');
    const hit = page.getByRole('list', { name: 'Found messages' }).getByRole('button', { name: /the north quay/ });
    await hit.click();
    await messages(page).locator('[data-flash="true"]').waitFor();
    await page.goBack();
    await hit.and(page.locator(':focus')).waitFor();
    expect(await page.getByRole('textbox', { name: 'Search' }).inputValue()).toBe('quay');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await page.keyboard.press('Control+Comma');
    await page.getByRole('heading', { name: 'Settings' }).and(page.locator(':focus')).waitFor();
    await page.getByRole('link', { name: 'Appearance' }).click();
    await page.getByRole('radio', { name: 'Compact' }).check();
    await expectAccessible(page);
    await page.reload();
    await page.getByRole('heading', { name: 'Appearance' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Compact' }).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.keyboard.press('Escape');
    await composer(page).waitFor();
    await messages(page).getByText('the south quay').waitFor();
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);

  it('jumps to a date from the line of a day and by its key', async () => {
    const ana = await journeys.people.signUp('Ana');
    const { page } = ana;
    await groupWith(
      'Harbour',
      ana,
      Array.from({ length: 60 }, (_, n) => `words ${n}`),
    );
    await row(page, 'Harbour').click();
    await messages(page).getByText('words 0', { exact: true }).waitFor();
    await composer(page).press('Escape');
    await stored(page, 'words 59').click({ position: { x: 80, y: 12 } });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('d');
    const dialog = page.getByRole('dialog', { name: 'Jump to a date' });
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'The beginning' }).click();
    await messages(page).locator('[data-flash="true"]').getByText('words 0', { exact: true }).waitFor();
    await messages(page).getByRole('button', { name: 'Today' }).first().click();
    await dialog.getByLabel('Date').waitFor();
    await page.keyboard.press('Enter');
    await messages(page).locator('[data-flash="true"]').getByText('words 0', { exact: true }).waitFor();
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);

  it('tells groups apart in a narrow strip', async () => {
    const ana = await journeys.people.signUp('Ana', { width: 820, height: 1180 });
    await groupWith('Night shift', ana, [`@${ana.name} look`]);
    await row(ana.page, 'Night shift').getByText('NS').waitFor();
    await row(ana.page, 'Night shift').locator('[data-kind="mention"]').waitFor();
    const ground = "getComputedStyle(document.querySelector('[data-kind=mention]')).backgroundColor";
    expect(await ana.page.evaluate<string>(ground)).toBe(accent);
    await expectAccessible(ana.page);
  }, 120_000);

  it('keeps the focus in the list when a row leaves it, and where there is none on the filter', async () => {
    const ana = await journeys.people.signUp('Ana');
    const { page } = ana;
    await groupWith('Harbour', ana, ['one']);
    await groupWith('Pier', ana, ['two']);
    await row(page, 'Pier').getByText('1 unread').waitFor();
    await page.getByRole('button', { name: 'Unread' }).click();
    const readByMenu = async () => {
      await page.keyboard.press('m');
      await page.getByRole('menuitem', { name: 'Mark as read', exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    await row(page, 'Pier').focus();
    await readByMenu();
    await row(page, 'Pier').waitFor({ state: 'detached' });
    await row(page, 'Harbour').and(page.locator(':focus')).waitFor();
    await readByMenu();
    await row(page, 'Harbour').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Unread' }).and(page.locator(':focus')).waitFor();
    // The menu of a row that comes back does not.
    await groupWith('Quay', ana, ['three']);
    await row(page, 'Quay').waitFor();
    expect(await page.getByRole('menu').count()).toBe(0);
  });

  it('opens menus under a finger that stays, and lifting it chooses nothing', async () => {
    const ana = await journeys.people.signUp('Ana', { width: 390, height: 844, touch: true });
    const { page } = ana;
    await groupWith(
      'Harbour',
      ana,
      Array.from({ length: 12 }, (_, n) => `words ${n}`),
    );
    await hold(page, await middleOf(page, '[data-conversation]'));
    await page.getByRole('menuitem', { name: 'Mark as read', exact: true }).waitFor();
    await row(page, 'Harbour').getByText('12 unread').waitFor();
    await page.keyboard.press('Escape');
    await row(page, 'Harbour').click();
    await composer(page).waitFor();
    await stored(page, 'words 11').waitFor();
    // The last message is where the sheet comes up.
    await hold(page, await middleOf(page, '[data-seq="12"]'));
    await page.getByRole('dialog', { name: 'Message actions' }).waitFor();
    await look(page, 'list-sheet');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await messages(page).getByRole('group', { name: 'Reactions' }).count()).toBe(0);
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);
});

/** The middle of the first element, in pixels of the screen. */
async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A finger that comes down, stays until something has opened, and is lifted. */
async function hold(page: Page, at: { x: number; y: number }): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await page.getByRole('menu').or(page.getByRole('dialog')).waitFor();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
