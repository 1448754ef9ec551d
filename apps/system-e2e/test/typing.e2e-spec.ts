import type { Page } from '@playwright/test';

import { conversationsApi } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, messages } from '../src/browser-people';

/** Keys belong to the place that was chosen last; long texts stop nothing. */
describe('typing', () => {
  const journeys = browserJourneys();
  let ana: BrowserUser;
  let page: Page;
  beforeEach(async () => {
    ana = await journeys.people.signUp('Ana');
    ({ page } = ana);
    const api = journeys.system.client();
    await api.session.login({ login: ana.name, password: ana.password });
    for (const title of ['Alder', 'Birch']) await api.call(conversationsApi.create, { body: { type: 'group', title, memberIds: [] } });
    await page.getByRole('link', { name: /Birch/ }).click();
    await composer(page).waitFor();
  }, 120_000);
  afterEach(async () => {
    expect(journeys.people.faults.splice(0)).toEqual([]);
  });

  const isIn = (title: string) => page.getByRole('textbox', { name: `Message ${title}` });

  async function expectTyped(title: string, text: string): Promise<void> {
    await isIn(title).waitFor();
    await eventually(async () => expect(await isIn(title).inputValue()).toBe(text));
  }

  it.each([
    ['the switcher, opened from the composer', () => page.keyboard.press('Control+k')],
    ['the switcher, opened from its button', () => page.getByRole('button', { name: /Jump to/ }).click()],
  ])('goes on in the room that was chosen in %s', async (_name, open) => {
    await open();
    await page.getByRole('combobox', { name: 'Jump to' }).fill('alder');
    await page.getByRole('option', { name: /Alder/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('after ctrl k', { delay: 0 });
    await expectTyped('Alder', 'after ctrl k');
    await page.keyboard.press('Enter');
    await messages(page).getByText('after ctrl k').waitFor();
  });

  it('holds the keys for a switcher that is still on its way', async () => {
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/assets/switcher-dialog*.js', async (route) => {
      await gone;
      await route.continue();
    });
    await page.reload();
    await isIn('Birch').waitFor();
    await isIn('Birch').focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('alder', { delay: 0 });
    await page.keyboard.press('Enter');
    go();
    const field = page.getByRole('combobox', { name: 'Jump to' });
    await eventually(async () => expect(await field.inputValue()).toBe('alder'));
    expect(await messages(page).getByText('alder').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.keyboard.type('here', { delay: 0 });
    await expectTyped('Alder', 'here');
  });

  it('goes on in the conversation with a person that begins only now', async () => {
    const bo = await journeys.people.signUp('Bo');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Jump to' }).fill(bo.name);
    await page.getByRole('option', { name: new RegExp(`${bo.name}.*New chat`) }).waitFor();
    await page.keyboard.press('Home');
    await page.getByRole('option', { name: new RegExp(`${bo.name}.*New chat`) }).click();
    await page.keyboard.type('hello at once', { delay: 0 });
    await expectTyped('Bo', 'hello at once');
  });

  it('goes on after a click on a room, and after walking with the arrows', async () => {
    await page.getByRole('link', { name: /Alder/ }).click();
    await page.keyboard.type('clicked', { delay: 0 });
    await expectTyped('Alder', 'clicked');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowUp');
    const here = await page.evaluate<string>("document.activeElement?.getAttribute('aria-label')");
    await page.keyboard.type('walked', { delay: 0 });
    expect(here).toMatch(/^Message (Alder|Birch)$/);
    await eventually(async () => expect(await composer(page).inputValue()).toMatch(/walked$/));
  });

  it.each([
    ['words', 'lorem ipsum dolor '.repeat(13_900)],
    ['one word', 'x'.repeat(250_000)],
    ['names and marks', '@name **bold** `code` :tada: '.repeat(8_700)],
  ])('takes a paste of 250,000 characters: %s', async (_name, text) => {
    // The text goes by the clipboard, as a person would bring it.
    await page.evaluate(
      `(() => { const field = Object.assign(document.createElement('textarea'), { value: ${JSON.stringify(text)} }); document.body.append(field); field.select(); document.execCommand('copy'); field.remove(); })()`,
    );
    await isIn('Birch').focus();
    const started = Date.now();
    await page.keyboard.press('Control+v');
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    const pastedMs = Date.now() - started;
    expect(await isIn('Birch').inputValue()).toBe(text);
    await page.getByText(/23\d,\d\d\d too many|234,\d\d\d too many/).waitFor();
    await page.keyboard.type('y', { delay: 0 });
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('alert')
      .getByText(/longer than a message may be/)
      .waitFor();
    expect(await isIn('Birch').inputValue()).toHaveLength(text.length + 1);
    expect(pastedMs).toBeLessThan(8_000);
  });

  it('takes a paste of 250,000 characters in short lines as a file', async () => {
    await page.evaluate(
      "(() => { const field = Object.assign(document.createElement('textarea'), { value: 'line of a log\\n'.repeat(17_900) }); document.body.append(field); field.select(); document.execCommand('copy'); field.remove(); })()",
    );
    await isIn('Birch').focus();
    await page.keyboard.press('Control+v');
    await page.getByRole('alert').getByText('attached as a file').waitFor();
    await page.getByText('pasted-text').first().waitFor();
    expect(await isIn('Birch').inputValue()).toBe('');
  });

  it('formats a long text at once', async () => {
    const text = Array.from({ length: 900 }, (_, n) => `line ${n}`).join('\n');
    await isIn('Birch').fill(text);
    await page.keyboard.press('Control+a');
    const started = Date.now();
    await page.keyboard.press('Control+Shift+Digit9');
    await eventually(async () => expect(await isIn('Birch').inputValue()).toMatch(/^> line 0\n> line 1\n/));
    expect(Date.now() - started).toBeLessThan(3_000);
  });
});
