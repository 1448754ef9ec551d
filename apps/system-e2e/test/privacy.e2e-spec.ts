import type { Page } from '@playwright/test';

import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, messages, say, startChat } from '../src/browser-people';

const secret = 'salary-of-ana-4711';

/** All that a page shows, and all that its browser keeps, as one text. */
async function everythingIn(page: Page): Promise<string> {
  return page.evaluate<string>(`(async () => {
    const kept = [document.documentElement.outerHTML, document.title, location.href, JSON.stringify(history.state), JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const field of document.querySelectorAll('input, textarea')) kept.push(field.value);
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => resolve(target.result), onerror: reject }));
      for (const store of database.objectStoreNames) {
        const rows = await new Promise((resolve, reject) => Object.assign(database.transaction(store).objectStore(store).getAll(), { onsuccess: ({ target }) => resolve(target.result), onerror: reject }));
        kept.push(JSON.stringify(rows));
      }
      database.close();
    }
    for (const name of await caches.keys()) kept.push(name);
    return kept.join('\\n');
  })()`);
}

/** What a browser keeps belongs to a person, and goes with their session however it ends. */
describe('who was here before', () => {
  const journeys = browserJourneys();

  /** Ana, who has said, read, drafted and looked at things, beside Bo. */
  async function anaWithTraces(): Promise<{ ana: BrowserUser; bo: BrowserUser; room: string }> {
    const [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
    await startChat(ana, bo);
    await say(ana.page, `sent ${secret}`);
    await messages(ana.page).getByText(`sent ${secret}`).waitFor();
    await composer(ana.page).fill(`draft ${secret}`);
    await eventually(async () => (await everythingIn(ana.page)).split(`draft ${secret}`).length > 2);
    await eventually(async () => /windows|"conversations"/.test(await everythingIn(ana.page)));
    return { ana, bo, room: new URL(ana.page.url()).pathname };
  }

  async function signIn({ page }: BrowserUser, { name, password }: BrowserUser): Promise<void> {
    await page.getByLabel('Username or e-mail').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  }

  /** Ends all sessions of this person from another device. */
  async function revokeElsewhere({ name, password }: BrowserUser): Promise<void> {
    const elsewhere = journeys.system.client();
    await elsewhere.session.login({ login: name, password });
    await elsewhere.session.logout(true);
  }

  const traces = (ana: BrowserUser, room: string) => [secret, ana.name, room];

  async function expectNoTrace(page: Page, of: string[]): Promise<void> {
    await eventually(async () => {
      const all = await everythingIn(page);
      expect(of.filter((trace) => all.includes(trace))).toEqual([]);
    });
  }

  it('leaves nothing when the session is revoked from elsewhere', async () => {
    const { ana, room } = await anaWithTraces();
    await revokeElsewhere(ana);
    await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectNoTrace(ana.page, traces(ana, room));
  });

  it('shows the next person in the same room nothing of the draft, and keeps theirs', async () => {
    const { ana, bo } = await anaWithTraces();
    await revokeElsewhere(ana);
    await signIn(ana, bo);
    await ana.page.getByRole('link', { name: /Ana/ }).click();
    expect(await composer(ana.page).inputValue()).toBe('');
    await expectNoTrace(ana.page, [`draft ${secret}`]);
  });

  it('leaves nothing when the session ended while the page was closed', async () => {
    const { ana, room } = await anaWithTraces();
    await ana.page.goto('about:blank');
    await revokeElsewhere(ana);
    await ana.page.goto(journeys.people.url);
    await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectNoTrace(ana.page, traces(ana, room));
  });

  it('leaves nothing in another tab when another user signs in beside it', async () => {
    const { ana, bo, room } = await anaWithTraces();
    const beside = await ana.context.newPage();
    await beside.goto(journeys.people.url);
    await beside.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await beside.getByRole('button', { name: 'Settings' }).click();
    await beside.getByRole('button', { name: 'Sign out', exact: true }).click();
    await beside.getByRole('heading', { name: 'Sign in' }).waitFor();
    await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectNoTrace(ana.page, traces(ana, room));
    await signIn({ ...ana, page: beside }, bo);
    await expectNoTrace(ana.page, [secret]);
  });

  it('asks before a sign-out takes unsent words along, and keeps them for their person only', async () => {
    const { ana, bo } = await anaWithTraces();
    await ana.page.getByRole('button', { name: 'Settings' }).click();
    await ana.page.getByRole('heading', { name: 'Settings' }).waitFor();
    await ana.page.keyboard.press('Escape');
    await ana.context.setOffline(true);
    await say(ana.page, `unsent ${secret}`);
    await messages(ana.page).getByText(`unsent ${secret}`).waitFor();
    await ana.page.getByRole('button', { name: 'Settings' }).click();
    await ana.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    const question = ana.page.getByRole('dialog', { name: 'Sign out with unsent messages?' });
    await question.getByText('1 message has not been sent').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await revokeElsewhere(ana);
    await ana.context.setOffline(false);
    await ana.page.reload();
    await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await everythingIn(ana.page)).toContain(`unsent ${secret}`);
    await signIn(ana, bo);
    await expectNoTrace(ana.page, [`unsent ${secret}`]);
  });
});
