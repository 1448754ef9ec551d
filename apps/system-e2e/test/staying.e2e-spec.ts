import type { Page } from '@playwright/test';

import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserDevice, type BrowserUser, composer, messages, say, startChat, stored } from '../src/browser-people';

const noDatabase = "Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new DOMException('denied', 'SecurityError'); } });";
const deadDatabase = "Object.defineProperty(IDBFactory.prototype, 'open', { value() { return new EventTarget(); } });";
const fullDatabase = "Object.defineProperty(IDBObjectStore.prototype, 'put', { value() { throw new DOMException('full', 'QuotaExceededError'); } });";
const noStorage = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });";
const fullStorage = "Object.defineProperty(Storage.prototype, 'setItem', { value() { throw new DOMException('full', 'QuotaExceededError'); } });";

/** Whatever the browser refuses or the network takes away, the page stays and the words stay in it. */
/** Whether a click goes where it is meant to go. */
const reactsToClicks = `(() => {
  let clicked = false;
  document.addEventListener('click', () => (clicked = true), { once: true });
  document.dispatchEvent(new MouseEvent('click'));
  return clicked;
})()`;

describe('the page stays', () => {
  const journeys = browserJourneys();

  async function pair(device: BrowserDevice = {}): Promise<[BrowserUser, BrowserUser]> {
    const [ana, bo] = [await journeys.people.signUp('Ana', device), await journeys.people.signUp('Bo')];
    await startChat(ana, bo);
    return [ana, bo];
  }

  it.each([
    ['forbids its database', noDatabase],
    ['never opens its database', deadDatabase],
    ['has no room in its database', fullDatabase],
    ['forbids local storage', noStorage],
    ['has no room in local storage', fullStorage],
    ['forbids both', noDatabase + noStorage],
  ])('sends from a browser that %s', async (_name, script) => {
    const [{ page }, bo] = await pair({ script });
    await say(page, 'sent all the same');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByText('sent all the same').waitFor();
    await eventually(async () => expect(await composer(page).inputValue()).toBe(''));
  });

  it('says that nothing is kept where it is so, keeps the words on the page, and asks before it is closed', async () => {
    const [{ page, context }, bo] = await pair({ script: noDatabase + noStorage });
    await startChat({ page, context, name: '', password: '' }, await journeys.people.signUp('Cleo'));
    await composer(page).fill('half a thought');
    await page.getByRole('link', { name: /Bo/ }).click();
    await page.getByRole('textbox', { name: 'Message Bo' }).waitFor();
    await page.getByRole('link', { name: /Cleo/ }).click();
    await eventually(async () => expect(await composer(page).inputValue()).toBe('half a thought'));
    await page.getByRole('link', { name: /Bo/ }).click();
    await context.setOffline(true);
    await say(page, 'written without network');
    await page.getByText(/keeps nothing of what you write: leave the page open/).waitFor();
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    await (await asked).dismiss();
    await context.setOffline(false);
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByText('written without network').waitFor();
  });

  /** What is fetched from now on does not come. */
  const cut = (page: Page) => page.route('**/assets/**', (route) => route.abort());

  it('stays when a part is opened without network, says so, and opens it when there is network again', async () => {
    const [{ page, context }] = await pair();
    await page.evaluate('window.same = true');
    await context.setOffline(true);
    await page.keyboard.press('Control+/');
    await page.getByText('there is no network').waitFor();
    await composer(page).fill('still here');
    await context.setOffline(false);
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('window.same')).toBe(true);
    expect(await composer(page).inputValue()).toBe('still here');
  });

  it('stays when the server has moved on: offers a reload, forces none, and does not loop', async () => {
    const [{ page }] = await pair();
    await page.evaluate('window.same = true');
    await cut(page);
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByText('Hallway may have been updated meanwhile').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Hallway may have been updated meanwhile').waitFor();
    await page.keyboard.press('Control+/');
    await eventually(async () => expect(await page.getByText('Hallway may have been updated meanwhile').count()).toBe(2));
    expect(await page.evaluate('window.same')).toBe(true);
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.unroute('**/assets/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('complementary', { name: 'Details' }).getByRole('heading').first().waitFor();
    // Its styles came the second time too.
    await eventually(async () =>
      expect(await page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet !== null)")).toBe(true),
    );
  });

  it('says when the chat itself does not come, without a loop', async () => {
    const ana = await journeys.people.signUp('Ana');
    await ana.page.route('**/assets/chat-app*.js', (route) => route.abort());
    let loads = 0;
    ana.page.on('load', () => (loads += 1));
    await ana.page.reload();
    await ana.page.getByText('Hallway may have been updated meanwhile').waitFor();
    await ana.page.unroute('**/assets/chat-app*.js');
    await ana.page.getByRole('button', { name: 'Try again' }).click();
    await ana.page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    expect(loads).toBe(1);
  });

  it('leaves what failed in one room in that room', async () => {
    const [{ page, context }] = await pair();
    await say(page, 'react to me');
    await stored(page, 'react to me').waitFor();
    await startChat({ page, context, name: '', password: '' }, await journeys.people.signUp('Cleo'));
    await page.getByRole('link', { name: /Bo/ }).click();
    await messages(page).getByText('react to me').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Pin' }).waitFor();
    await context.setOffline(true);
    await page.getByRole('menuitem', { name: 'Pin' }).click();
    const notices = page.getByRole('region', { name: 'Notices' });
    await notices.getByText(/cannot be reached/).waitFor();
    await page.getByRole('link', { name: /Cleo/ }).click();
    await notices.getByText(/cannot be reached/).waitFor({ state: 'detached' });
  });

  it('knows an address that leads nowhere, and the way back', async () => {
    const { page } = await journeys.people.signUp('Ana');
    await page.goto(`${journeys.people.url}/nowhere/at/all`);
    await page.getByText('There is no such page').waitFor();
    await page.getByRole('button', { name: 'To my conversations' }).click();
    await page.getByText('Welcome, Ana').waitFor();
  });

  it('takes a finger that is lifted from a long press for no choice', async () => {
    const [{ page, context }, bo] = await pair({ width: 390, height: 844, touch: true });
    for (let n = 1; n <= 12; n += 1) await say(page, `message ${n}`);
    await stored(page, 'message 12').waitFor();
    const touch = await context.newCDPSession(page);
    const rows = await messages(page)
      .getByText(/^message \d+$/)
      .all();
    for (const row of rows.slice(-6)) {
      const box = (await row.boundingBox())!;
      const at = { x: box.x + 30, y: box.y + box.height / 2 };
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
      const sheet = page.getByRole('dialog', { name: 'Message actions' });
      await sheet.waitFor();
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      // What the lifted finger does has happened once the page hears clicks again.
      await eventually(() => page.evaluate<boolean>(reactsToClicks));
      await sheet.waitFor();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    }
    expect(await bo.page.getByText('You are offline').count()).toBe(0);
  });
});
