import { eventually } from '@hallway/testing';

import { browserJourneys } from '../src/browser-journeys';
import { type BrowserUser, composer, messages, say, startChat } from '../src/browser-people';

/** Notices of the browser that are open, as `title: body`. They are real ones, written down on their way. */
const writtenDown = `
  window.notices = new Set();
  window.Notification = class extends Notification {
    constructor(...words) {
      super(...words);
      window.notices.add(this);
    }
    close() {
      window.notices.delete(this);
      super.close();
    }
  };`;

/** Whether this tab is the one that shows notices, which begins a moment after the page. */
const isWatching = "navigator.locks.query().then(({ held }) => held.some(({ name }) => name === 'hallway-notices'))";

const open = ({ page }: BrowserUser): Promise<string[]> => page.evaluate("[...window.notices].map(({ title, body }) => title + ': ' + body)");

describe('notifications', () => {
  const journeys = browserJourneys();

  /** Ana, who allows notices and looks at another conversation, and Bo, who has one with her. */
  async function anaAndBo(): Promise<[BrowserUser, BrowserUser]> {
    const ana = await journeys.people.signUp('Ana', { script: writtenDown });
    await ana.context.grantPermissions(['notifications'], { origin: journeys.people.url });
    const bo = await journeys.people.signUp('Bo');
    await startChat(ana, bo);
    await startChat(ana, await journeys.people.signUp('Cleo'));
    await bo.page.getByRole('link', { name: /Ana/ }).click();
    await eventually(async () => expect(await ana.page.evaluate(isWatching)).toBe(true), { timeoutMs: 30_000 });
    return [ana, bo];
  }

  it('shows a direct message with its sender, leads to it by a click, and takes it back once it is read', async () => {
    const [ana, bo] = await anaAndBo();
    await say(bo.page, 'are *you* there?');
    await eventually(async () => expect(await open(ana)).toEqual(['Bo: are you there?']), { timeoutMs: 30_000 });
    await ana.page.evaluate('[...window.notices][0].onclick()');
    await messages(ana.page).getByText('are you there?').waitFor();
    await ana.page.getByRole('textbox', { name: 'Message Bo' }).waitFor();
    await eventually(async () => expect(await open(ana)).toEqual([]));
  });

  it('is taken back when the message is read on another device', async () => {
    const [ana, bo] = await anaAndBo();
    await say(bo.page, 'read this on the phone');
    await eventually(async () => expect(await open(ana)).toHaveLength(1), { timeoutMs: 30_000 });
    const phone = journeys.system.client();
    await phone.session.login({ login: ana.name, password: ana.password });
    const unread = await eventually(() => {
      const found = [...phone.conversations.getSnapshot().byId.values()].find((conversation) => conversation.unread > 0);
      expect(found).toBeDefined();
      return found!;
    });
    phone.markRead(unread.id, unread.lastSeq);
    await eventually(async () => expect(await open(ana)).toEqual([]), { timeoutMs: 30_000 });
  });

  it('asks by a click in the settings, and shows what the reader wants of groups', async () => {
    const [ana, bo] = await anaAndBo();
    await ana.page.keyboard.press('Control+,');
    await ana.page.getByRole('link', { name: 'Notifications' }).click();
    await ana.page.getByLabel('Nothing').check();
    await ana.page.keyboard.press('Escape');
    await say(bo.page, 'not wanted');
    await ana.page.keyboard.press('Control+,');
    await ana.page.getByRole('link', { name: 'Notifications' }).click();
    await ana.page.getByLabel('All messages').check();
    await ana.page.keyboard.press('Escape');
    await say(bo.page, 'wanted');
    await eventually(async () => expect(await open(ana)).toEqual(['Bo: wanted']), { timeoutMs: 30_000 });
    await composer(ana.page).waitFor();
  });
});
