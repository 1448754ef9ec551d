import { browserJourneys } from '../src/browser-journeys';
import { composer, expectAccessible, look, messages, say, startChat } from '../src/browser-people';

describe('in a browser', () => {
  const journeys = browserJourneys();

  it('two people sign up, chat both ways live, and a reload keeps everything', async () => {
    const [ana, bo] = [await journeys.people.signUp('Ana'), await journeys.people.signUp('Bo')];
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
    expect(journeys.people.faults).toEqual([]);
  }, 240_000);

  it('works in the dark on a phone', async () => {
    const [eve, kai] = [await journeys.people.signUp('Eve', { width: 390, height: 844, dark: true }), await journeys.people.signUp('Kai')];
    await look(eve.page, 'phone-empty');
    await startChat(eve, kai);
    await say(eve.page, 'Hello from the phone');
    await messages(eve.page).getByText('Hello from the phone').waitFor();
    await look(eve.page, 'phone-conversation');
    const sideways = await eve.page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    expect(sideways).toBe(false);
    await expectAccessible(eve.page);
    expect(journeys.people.faults).toEqual([]);
  }, 180_000);
});
