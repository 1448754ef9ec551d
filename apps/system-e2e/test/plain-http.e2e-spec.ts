import { conversationsApi } from '@hallway/contracts-conversations';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, messages, say, startChat, stored } from '../src/browser-people';

/** Opened by a name that is neither this machine to a browser nor the `PUBLIC_URL`: no secure context, and another origin than was told. */
describe('plain http at another address', () => {
  const journeys = browserJourneys({ host: 'hallway.test' });
  afterEach(async () => {
    expect(journeys.people.faults.splice(0)).toEqual([]);
  });

  async function pair(): Promise<[BrowserUser, BrowserUser]> {
    const [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
    await startChat(ana, bo);
    return [ana, bo];
  }

  it('sends, delivers live, and keeps what waits over a reload', async () => {
    const [ana, bo] = await pair();
    expect(await ana.page.evaluate('isSecureContext')).toBe(false);
    await say(ana.page, 'hello');
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await messages(bo.page).getByText('hello').waitFor();
    await say(bo.page, 'and back, over the socket');
    await messages(ana.page).getByText('over the socket').waitFor();
    await ana.page.getByText('You are offline').waitFor({ state: 'detached' });
    await ana.context.setOffline(true);
    await say(ana.page, 'written without network');
    await ana.context.setOffline(false);
    await ana.page.reload();
    await messages(bo.page).getByText('written without network').waitFor();
  });

  it('copies text, code and invite links', async () => {
    const [{ page, name, password }] = await pair();
    const pasted = async () => {
      await composer(page).fill('');
      await page.keyboard.press('Control+v');
      return composer(page).inputValue();
    };
    await say(page, 'copy these words');
    await stored(page, 'copy these words').getByText('copy these words').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy text' }).click();
    await page.getByRole('status').getByText('Text copied').waitFor();
    expect(await pasted()).toBe('copy these words');
    await composer(page).fill('```\nlet code = 1\n```');
    await composer(page).press('Enter');
    await messages(page).getByRole('button', { name: 'Copy code' }).click();
    await page.getByRole('status').getByText('Code copied').waitFor();
    expect(await pasted()).toBe('let code = 1');

    const api = journeys.system.client();
    await api.session.login({ login: name, password });
    await api.call(conversationsApi.create, { body: { type: 'group', title: 'Harbour', memberIds: [] } });
    await page.getByRole('link', { name: /Harbour/ }).click();
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('region', { name: 'Notices' }).getByText('The invite link is copied.').waitFor();
    expect(await pasted()).toMatch(/\/invite\//);
  });
});
