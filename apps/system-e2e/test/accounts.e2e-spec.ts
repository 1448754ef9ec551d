import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { browserJourneys } from '../src/browser-journeys';
import { expectAccessible } from '../src/browser-people';

const root = join(__dirname, '../../..');

describe('npm run accounts', () => {
  const journeys = browserJourneys();

  const accounts = async (...args: string[]) => {
    const env = { ...process.env, DATA_DIR: journeys.system.dataDir };
    return (await promisify(execFile)(process.execPath, ['tools/accounts.mjs', ...args], { cwd: root, env })).stdout.trim();
  };

  it('makes a link by which a person who has forgotten their password gets a new one', async () => {
    const { name, page } = await journeys.people.signUp('Ana');
    const link = await accounts('reset-link', name);
    expect(link.startsWith(`${journeys.system.url}/reset#`)).toBe(true);
    await page.goto(link);
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'New password' }).fill('password1');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('too common').waitFor();
    await page.getByRole('textbox', { name: 'New password' }).fill('quite another password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Username or e-mail').fill(name);
    await page.getByLabel('Password', { exact: true }).fill('quite another password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await page.goto(`${journeys.system.url}/`);
    await page.goto(link);
    await page.getByRole('textbox', { name: 'New password' }).fill('a third password of Ana');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('heading', { name: 'This link is over' }).waitFor();
    await expectAccessible(page);
  });

  it('ends the sessions of a person who is there', async () => {
    const { name, page } = await journeys.people.signUp('Bo');
    expect(await accounts('sign-out', name)).toBe(`${name} is signed out everywhere.`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('says in a sentence what is wrong', async () => {
    await expect(accounts('reset-link', 'no.such.person')).rejects.toMatchObject({ stdout: 'There is no account "no.such.person".\n' });
    const env = { ...process.env, DATA_DIR: join(journeys.system.dataDir, 'nothing') };
    const elsewhere = promisify(execFile)(process.execPath, ['tools/accounts.mjs', 'sign-out', 'ana'], { cwd: root, env });
    await expect(elsewhere).rejects.toMatchObject({ stderr: expect.stringMatching(/^Hallway does not run on .*nothing: start it first/) as string });
  });
});
