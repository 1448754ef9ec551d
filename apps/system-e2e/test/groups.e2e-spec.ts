import type { Client } from '@hallway/client';
import { usersApi } from '@hallway/contracts-auth';
import { conversationsApi, membersApi } from '@hallway/contracts-conversations';
import { pinsApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, expectAccessible, look, messages, say, stored } from '../src/browser-people';

describe('groups in a browser', () => {
  const journeys = browserJourneys();
  let ana: BrowserUser;
  let bo: BrowserUser;
  /** Ana, by hand. */
  let api: Client;
  let groupId: string;
  beforeEach(async () => {
    [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
    api = journeys.system.client();
    await api.session.login({ login: ana.name, password: ana.password });
    const { items } = await api.call(usersApi.search, { query: { query: bo.name, limit: 1 } });
    groupId = (await api.call(conversationsApi.create, { body: { type: 'group', title: 'Harbour', memberIds: items.map(({ id }) => id) } })).id;
    for (const { page } of [ana, bo]) {
      await page.getByRole('link', { name: /Harbour/ }).click();
      await composer(page).waitFor();
    }
  }, 120_000);

  it('lists what is pinned, goes there, and takes pins off for everyone', async () => {
    for (const text of ['The first plan', 'The second plan', 'Just talk']) await say(ana.page, text);
    for (const plan of ['The first plan', 'The second plan']) {
      await stored(ana.page, plan).click({ button: 'right', position: { x: 80, y: 12 } });
      await ana.page.getByRole('menuitem', { name: 'Pin' }).click();
    }
    const banner = bo.page.getByRole('group', { name: 'Pinned messages' });
    await banner.getByRole('button', { name: '2 pinned' }).click();
    const dialog = bo.page.getByRole('dialog', { name: 'Pinned messages' });
    await dialog.getByText('The first plan').waitFor();
    await dialog.getByText('The second plan').waitFor();
    await expectAccessible(bo.page);
    await look(bo.page, 'groups-pins');
    await dialog.getByRole('button', { name: /The first plan/ }).click();
    await messages(bo.page).locator('[data-flash="true"]').getByText('The first plan').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await banner.getByRole('button', { name: '2 pinned' }).click();
    await dialog.getByRole('listitem').filter({ hasText: 'The first plan' }).getByRole('button', { name: 'Unpin' }).click();
    await ana.page.getByRole('button', { name: '1 pinned' }).waitFor();
    await dialog.getByText('The first plan').waitFor({ state: 'hidden' });
    await dialog.getByRole('button', { name: 'Unpin' }).click();
    await dialog.getByText('Nothing is pinned').waitFor();
    await look(bo.page, 'groups-no-pins');
    await bo.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await ana.page.getByRole('group', { name: 'Pinned messages' }).waitFor({ state: 'hidden' });
    expect((await api.call(pinsApi.list, { params: { conversationId: groupId } })).items).toEqual([]);
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);

  it('makes invite links, shows how many came, and ends them', async () => {
    await ana.page.getByRole('button', { name: 'Details', exact: true }).click();
    const links = ana.page.getByRole('region', { name: 'Invite links' });
    await links.getByRole('button', { name: 'Make a link' }).click();
    const url = await links.getByLabel('Invite link, made by Ana').inputValue();
    await links.getByText(/0 of 100 joined, made by Ana\. Works until/).waitFor();
    await expectAccessible(ana.page);
    await look(ana.page, 'groups-invites');
    const cy = await journeys.people.signUp('Cy');
    await cy.page.goto(url);
    await composer(cy.page).waitFor();
    await ana.page.getByRole('button', { name: 'Details', exact: true }).click();
    await ana.page.getByRole('button', { name: 'Details', exact: true }).click();
    await links.getByText(/1 of 100 joined/).waitFor();
    await links.getByRole('button', { name: 'Revoke the link' }).click();
    const question = ana.page.getByRole('dialog', { name: 'Revoke this link?' });
    await look(ana.page, 'groups-revoke');
    await question.getByRole('button', { name: 'Revoke' }).click();
    await question.waitFor({ state: 'hidden' });
    await links.getByLabel('Invite link, made by Ana').waitFor({ state: 'hidden' });
    const dot = await journeys.people.signUp('Dot');
    await dot.page.goto(url);
    await dot.page.getByText('This invite did not work').waitFor();
    await look(dot.page, 'groups-ended-invite');
    // That answer is the only one that is no fault, and it is taken out, as the next test looks again.
    expect(journeys.people.faults.splice(0)).toEqual([expect.stringContaining('404')]);
  }, 120_000);

  it('hands a group over: the new owner may do what the old one no longer may', async () => {
    for (const { page } of [ana, bo]) await page.getByRole('button', { name: 'Details', exact: true }).click();
    const deletes = ({ page }: BrowserUser) => page.getByRole('button', { name: 'Delete group' });
    await deletes(ana).waitFor();
    expect(await deletes(bo).count()).toBe(0);
    await ana.page.getByRole('button', { name: 'Actions for Bo' }).click();
    await ana.page.getByRole('menuitem', { name: 'Make owner' }).click();
    const question = ana.page.getByRole('dialog', { name: 'Make Bo the owner?' });
    await look(ana.page, 'groups-hand-over');
    await question.getByRole('button', { name: 'Make owner' }).click();
    await question.waitFor({ state: 'hidden' });
    await deletes(bo).waitFor();
    await deletes(ana).waitFor({ state: 'hidden' });
    await ana.page.getByRole('button', { name: /Ana.*Admin/ }).waitFor();
    await ana.page.getByRole('button', { name: /Bo.*Owner/ }).waitFor();
    await look(bo.page, 'groups-new-owner');
    await expectAccessible(bo.page);
    await ana.page.getByRole('button', { name: 'Actions for Bo' }).click();
    await ana.page.getByRole('menuitem', { name: 'Message' }).waitFor();
    expect(await ana.page.getByRole('menuitem', { name: 'Make owner' }).count()).toBe(0);
    await eventually(async () => {
      const { items } = await api.call(membersApi.list, { params: { conversationId: groupId }, query: {} });
      expect(Object.fromEntries(items.map(({ user, role }) => [user.displayName, role]))).toEqual({ Ana: 'admin', Bo: 'owner' });
    });
    expect(journeys.people.faults).toEqual([]);
  }, 120_000);
});
