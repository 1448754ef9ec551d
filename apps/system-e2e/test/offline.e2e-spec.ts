import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, messages, say, startChat } from '../src/browser-people';

/** All that the database of what was read last holds, as text. */
const snapshot = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('hallway-snapshot');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const stores = [...opening.result.objectStoreNames].map((name) => opening.result.transaction(name).objectStore(name).getAll());
    const read = stores.map((all) => new Promise((done) => (all.onsuccess = () => done(JSON.stringify(all.result)))));
    void Promise.all(read).then((texts) => resolve(texts.join()));
  };
})`;

/** Resolves once this browser has kept what the page needs to open, and a message with this text. */
async function kept({ page }: BrowserUser, text = ''): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await eventually(async () => expect(await page.evaluate(snapshot)).toContain(text), { timeoutMs: 30_000 });
}

describe('the page without network', () => {
  const journeys = browserJourneys();

  async function pair(): Promise<[BrowserUser, BrowserUser]> {
    const [ana, bo] = [await journeys.people.signUp('Ana', { worker: true }), await journeys.people.signUp('Bo')];
    await startChat(ana, bo);
    return [ana, bo];
  }

  it('opens with what was read last, and sends later what is written then, once', async () => {
    const [ana, bo] = await pair();
    const { page, context } = ana;
    await say(page, 'read before the tunnel');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByText('read before the tunnel').waitFor();
    await kept(ana, 'read before the tunnel');
    // The first visit is not through the worker yet.
    await page.reload();
    await messages(page).getByText('read before the tunnel').waitFor();

    await context.setOffline(true);
    await page.reload();
    await messages(page).getByText('read before the tunnel').waitFor();
    await say(page, 'written in the tunnel');
    await page.reload();
    await messages(page).getByText('written in the tunnel').waitFor();
    await page.getByText(/1 message waits to be sent/).waitFor();

    await context.setOffline(false);
    await messages(bo.page).getByText('written in the tunnel').waitFor();
    await eventually(async () => expect(await page.getByText(/waits to be sent/).count()).toBe(0));
    expect(await messages(bo.page).getByText('written in the tunnel').count()).toBe(1);
  });

  it('opens at any address of the app without network, and leaves to the server what is no page', async () => {
    const [ana] = await pair();
    const { page, context } = ana;
    await say(page, 'at an address of its own');
    await kept(ana, 'at an address of its own');
    const address = page.url();
    await page.goto(journeys.people.url);
    await context.setOffline(true);
    await page.goto(address);
    await messages(page).getByText('at an address of its own').waitFor();
    await expect(page.goto(`${journeys.people.url}/api/v1/openapi.json`)).rejects.toThrow();
  });

  it('can be installed', async () => {
    const ana = await journeys.people.signUp('Ana', { worker: true });
    await kept(ana);
    await ana.page.reload();
    const session = await ana.context.newCDPSession(ana.page);
    const { url, errors } = await session.send('Page.getAppManifest');
    expect([new URL(url).pathname, errors]).toEqual(['/manifest.webmanifest', []]);
    // A private window is what tests run in.
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  });

  it('offers a new version once the server has one, and forces none', async () => {
    const [ana] = await pair();
    const { page, context } = ana;
    await page.evaluate('window.same = true');
    await composer(page).fill('half a thought');
    await page.route('**/', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/assets\/index-[^"]+\.js/g, 'assets/index-of-another-build.js') });
    });
    const notice = page.getByText('There is a new version of Hallway.');
    const reconnect = async () => {
      await context.setOffline(true);
      await page.getByText(/You are offline/).waitFor();
      await context.setOffline(false);
    };
    await reconnect();
    await notice.waitFor();
    expect(await page.evaluate('window.same')).toBe(true);
    expect(await composer(page).inputValue()).toBe('half a thought');
    await page.getByRole('button', { name: 'Later' }).click();
    expect(await notice.count()).toBe(0);
    expect(await composer(page).inputValue()).toBe('half a thought');
  });
});
