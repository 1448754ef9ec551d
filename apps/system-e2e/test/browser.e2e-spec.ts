import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import axe from 'axe-core';
import { findBrowser } from '../../../tools/browser.mjs';
import { System } from '../src/system';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const pictures = process.env.SCREENSHOTS;

interface Person {
  name: string;
  page: Page;
  context: BrowserContext;
}

describe('in a browser', () => {
  let system: System;
  let browser: Browser;
  const faults: string[] = [];
  beforeAll(async () => {
    system = await System.start();
    browser = await chromium.launch({ executablePath: findBrowser(() => undefined), args: flags });
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  /** Signs up through the page. */
  async function signUp(name: string, options: { width?: number; height?: number; dark?: boolean } = {}): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: options.height ?? 800 }, colorScheme: options.dark ? 'dark' : 'light' });
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // Being signed out at first is answered 401, and offline is the point of one journey.
      if (message.type() === 'error' && !/401|ERR_INTERNET_DISCONNECTED/.test(message.text())) faults.push(message.text());
    });
    const username = `${name.toLowerCase()}-${randomBytes(3).toString('hex')}`;
    await page.goto(system.url);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('E-mail').fill(`${username}@example.org`);
    await page.getByLabel('Password', { exact: true }).fill(`a long password ${username}`);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    return { name: username, page, context };
  }

  async function startChat(from: Person, to: Person): Promise<void> {
    await from.page.getByRole('button', { name: 'New conversation' }).click();
    await from.page.getByLabel('People', { exact: true }).fill(to.name);
    await from.page.getByRole('option', { name: new RegExp(to.name) }).click();
    await from.page.getByRole('button', { name: 'Start chat' }).click();
    await composer(from.page).waitFor();
  }

  const composer = (page: Page) => page.getByRole('textbox', { name: /^Message / });
  const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
  async function say(page: Page, text: string): Promise<void> {
    await composer(page).fill(text);
    await composer(page).press('Enter');
  }

  afterEach(async () => {
    const pages = browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page, i) => look(page, `last-${i}`)));
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  async function look(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async function expectAccessible(page: Page): Promise<void> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })");
    const serious = violations.filter((found) => found.impact === 'serious' || found.impact === 'critical');
    expect(serious.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  }

  it('two people sign up, chat both ways live, and a reload keeps everything', async () => {
    const [ana, bo] = [await signUp('Ana'), await signUp('Bo')];
    await startChat(ana, bo);
    await say(ana.page, 'Hello Bo, the **notes** are in `docs/`');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByText('Hello Bo').waitFor();
    await say(bo.page, 'Thanks, reading now');
    await messages(ana.page).getByText('Thanks, reading now').waitFor();
    await look(ana.page, 'conversation');
    await expectAccessible(ana.page);
    await ana.page.reload();
    await messages(ana.page).getByText('Thanks, reading now').waitFor();
    await messages(ana.page).getByText('Hello Bo').waitFor();

    await ana.context.setOffline(true);
    await say(ana.page, 'written while offline');
    await ana.page.getByText('Waiting to be sent').or(ana.page.getByText('Sending')).first().waitFor();
    await ana.context.setOffline(false);
    await messages(bo.page).getByText('written while offline').waitFor({ timeout: 60_000 });
    expect(await messages(bo.page).getByText('written while offline').count()).toBe(1);

    const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    await ana.page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: picture });
    await ana.page.getByRole('button', { name: 'Send', exact: true }).click();
    await messages(bo.page).getByRole('img', { name: 'dot.png' }).waitFor({ timeout: 30_000 });

    await bo.page.keyboard.press('Control+Shift+F');
    await bo.page.getByRole('textbox', { name: 'Search' }).fill('while off');
    await bo.page.getByRole('list', { name: 'Found messages' }).getByText('written while offline').waitFor();
    await look(bo.page, 'search');
    await bo.page.keyboard.press('Escape');

    await composer(bo.page).focus();
    await bo.page.keyboard.type('sent by keyboard alone');
    await bo.page.keyboard.press('Enter');
    await messages(ana.page).getByText('sent by keyboard alone').waitFor();
    expect(faults).toEqual([]);
  }, 240_000);

  it('works in the dark on a phone', async () => {
    const [eve, kai] = [await signUp('Eve', { width: 390, height: 844, dark: true }), await signUp('Kai')];
    await look(eve.page, 'phone-empty');
    await startChat(eve, kai);
    await say(eve.page, 'Hello from the phone');
    await messages(eve.page).getByText('Hello from the phone').waitFor();
    await look(eve.page, 'phone-conversation');
    const sideways = await eve.page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    expect(sideways).toBe(false);
    await expectAccessible(eve.page);
    expect(faults).toEqual([]);
  }, 180_000);
});
