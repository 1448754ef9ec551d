import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from '@playwright/test';
import axe from 'axe-core';

import { findBrowser } from '../../../tools/local-stack/browser.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A folder for pictures of the pages, for anyone who wants to look. */
const pictures = process.env.SCREENSHOTS;

/** A person with a browser of their own. */
export interface BrowserUser {
  /** The username. */
  name: string;
  password: string;
  page: Page;
  context: BrowserContext;
}

export interface BrowserDevice {
  width?: number;
  height?: number;
  dark?: boolean;
  touch?: boolean;
  /** Runs in each page before anything else: what this browser lacks. */
  script?: string;
  /** Keeps the page for later, as browsers do; without, what a test takes away stays away. */
  worker?: boolean;
}

/** People in front of browsers, and what went wrong in their pages. */
export class BrowserPeople {
  /** Errors of pages and consoles; a journey expects none. */
  readonly faults: string[] = [];

  private constructor(
    private readonly browser: Browser,
    /** Where the pages are opened. */
    readonly url: string,
  ) {}

  /** With `host`, the pages are opened by that name, which leads to this machine. */
  static async start(url: string, { host }: { host?: string } = {}): Promise<BrowserPeople> {
    const at = new URL(url);
    const args = host === undefined ? flags : [...flags, `--host-resolver-rules=MAP ${host} ${at.hostname}`];
    at.hostname = host ?? at.hostname;
    return new BrowserPeople(await chromium.launch({ executablePath: findBrowser(() => undefined), args }), at.origin);
  }

  /** Signs up through the page. */
  async signUp(name: string, device: BrowserDevice = {}): Promise<BrowserUser> {
    const { width = 1280, height = 800, dark = false, touch = false, script, worker = false } = device;
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      hasTouch: touch,
      serviceWorkers: worker ? 'allow' : 'block',
    });
    if (script) await context.addInitScript(script);
    const page = await context.newPage();
    this.watch(page);
    const username = `${name.toLowerCase()}-${randomBytes(3).toString('hex')}`;
    const password = `a long password ${username}`;
    await page.goto(this.url);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('E-mail').fill(`${username}@example.org`);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    return { name: username, password, page, context };
  }

  /** Ends the journey of one test: a last look, then all windows close. */
  async leave(): Promise<void> {
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page, i) => look(page, `last-${i}`)));
    await Promise.all(this.browser.contexts().map((context) => context.close()));
  }

  stop(): Promise<void> {
    return this.browser.close();
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      // Being signed out at first is answered 401, and offline is the point of one journey.
      if (message.type() === 'error' && !/401|ERR_INTERNET_DISCONNECTED/.test(message.text())) this.faults.push(message.text());
    });
  }
}

export async function startChat(from: BrowserUser, to: BrowserUser): Promise<void> {
  await from.page.getByRole('button', { name: 'New conversation' }).click();
  await from.page.getByLabel('People', { exact: true }).fill(to.name);
  await from.page.getByRole('option', { name: new RegExp(to.name) }).click();
  await from.page.getByRole('button', { name: 'Start chat' }).click();
  await composer(from.page).waitFor();
}

export function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Message / });
}

export function messages(page: Page): Locator {
  return page.getByRole('region', { name: 'Messages' });
}

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** The message with that text, once it no longer waits to be sent: only then it has its menu. */
export function stored(page: Page, text: string): Locator {
  return messages(page).locator('article:not([data-state])').filter({ hasText: text });
}

/** A picture of the page, when pictures are wanted. */
export async function look(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

const settled = `(async () => {
  const passing = () => document.getAnimations().filter(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations !== Infinity);
  while (passing().length > 0) await Promise.allSettled(passing().map(({ finished }) => finished));
})()`;

/** What comes or goes in a moment has other colours until then; what never ends, such as a placeholder, is judged as it is. */
async function still(page: Page): Promise<void> {
  await page.evaluate(settled);
}

export async function expectAccessible(page: Page): Promise<void> {
  await still(page);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })");
  const serious = violations.filter((found) => found.impact === 'serious' || found.impact === 'critical');
  expect(serious.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
