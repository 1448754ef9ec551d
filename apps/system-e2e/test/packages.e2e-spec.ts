import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Client } from '@hallway/client';
import { conversationsApi } from '@hallway/contracts-conversations';
import { messagesApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { BrowserPeople } from '../src/browser-people';
import { OtherTeam } from '../src/other-team';
import { idOf, System } from '../src/system';

const OWN_FILES = /^(dist\/[\w./-]+(?<!spec)(\.js|\.d\.ts)|README\.md|LICENSE|package\.json)$/;
const IMPORTED = /(?:from|import|import\()\s*['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)/g;

/** What a browser gets of the packages: each import under its name, such as `client_tus`. */
interface InBrowser {
  client: typeof import('@hallway/client');
  client_indexed_db: typeof import('@hallway/client/indexed-db');
  contracts_conversations: { conversationsApi: typeof conversationsApi };
}

describe('the packages for other teams, outside the workspace', () => {
  let team: OtherTeam;
  beforeAll(async () => {
    team = await OtherTeam.start();
    team.write(
      'all.ts',
      team
        .specifiers()
        .map((name) => `export * as ${name.replace('@hallway/', '').replaceAll(/\W/g, '_')} from '${name}';\n`)
        .join(''),
    );
  }, 120_000);
  afterAll(() => team?.stop());

  it('are contracts, client and markup, each with its build, README, licence and package.json, and nothing else', () => {
    const contracts = readdirSync(join(__dirname, '../../../libs/contracts')).map((domain) => `@hallway/contracts-${domain}`);
    expect(team.packed.map(({ name }) => name).sort()).toEqual(['@hallway/client', ...contracts, '@hallway/markup'].sort());
    for (const { files } of team.packed) {
      const paths = files.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']));
      expect(paths.filter((path) => !OWN_FILES.test(path))).toEqual([]);
    }
  });

  it('say what they need, and nothing that only the workspace knows', () => {
    for (const { name, files } of team.packed) {
      const { dependencies, ...manifest } = team.manifest(name);
      for (const key of ['private', 'nx', 'devDependencies']) expect(manifest).not.toHaveProperty(key);
      const built = files.filter(({ path }) => path.startsWith('dist/')).map(({ path }) => team.read(join('node_modules', name, path)));
      const imported = new Set(built.flatMap((text) => [...text.matchAll(IMPORTED)].map(([, specifier]) => specifier!)));
      expect(Object.keys(dependencies).sort()).toEqual([...imported].sort());
    }
  });

  it('type-check strictly as Node modules and for bundlers, with their own declarations and the examples of their READMEs', async () => {
    const strict = ['--ignoreConfig', '--noEmit', '--strict', '--experimentalDecorators', '--target', 'es2023', '--lib', 'es2023,dom', 'all.ts'];
    const examples = team.packed.flatMap(({ name }) => examplesOf(team, name));
    await Promise.all([
      team.tsc('--module', 'nodenext', '--types', 'node', ...strict, ...examples),
      team.tsc('--module', 'esnext', '--moduleResolution', 'bundler', ...strict),
    ]);
  });

  it('load under plain Node, and their classes validate what travels', async () => {
    team.write('all.mjs', team.read('all.ts'));
    team.write(
      'validate.mjs',
      `import { contracts_messages as messages } from './all.mjs';
       import { plainToInstance } from 'class-transformer';
       import { validateSync } from 'class-validator';
       const faults = validateSync(plainToInstance(messages.Message, { id: 'none', attachments: [{ name: 7 }] }));
       console.log(JSON.stringify(faults.map(({ property, children }) => [property, children?.length ?? 0])));`,
    );
    const faults = new Map(JSON.parse(await team.node('validate.mjs')) as [string, number][]);
    expect(faults.has('id')).toBe(true);
    expect(faults.get('attachments')).toBe(1);
  });

  describe('with a running Hallway', () => {
    let system: System;
    let owner: Client;
    let bot: ChildProcess;
    beforeAll(async () => {
      system = await System.start({}, { mode: 'one' });
      owner = await system.person('bot');
      const { username } = owner.session.getSnapshot().user!;
      await team.tsc('-p', '.');
      bot = team.startBot({ HALLWAY_URL: system.url, BOT_LOGIN: username, BOT_PASSWORD: `a long password ${username}` });
      await once(bot.stdout!, 'data');
    }, 120_000);
    afterAll(async () => {
      bot?.kill('SIGKILL');
      await system?.stop();
    });

    it('the example bot answers what people ask it', async () => {
      const ana = await system.person('ana');
      const { id: conversationId } = await ana.call(conversationsApi.create, { body: { type: 'direct', memberIds: [idOf(owner)] } });
      const question = await ana.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: crypto.randomUUID(), body: '!echo hello' } });
      const answer = await eventually(async () => (await system.history(ana, conversationId)).find(({ senderId }) => senderId === idOf(owner)) ?? false);
      expect(answer).toMatchObject({ body: 'hello', replyTo: question.id });
    });

    it('a page that bundles them has the same conversation, kept in its database', async () => {
      const people = await BrowserPeople.start(system.url);
      try {
        const { name, password, page } = await people.signUp('Bo');
        await page.evaluate(await team.bundle('all.ts', 'packages'));
        expect(await page.evaluate(askInPage, { name, password, botId: idOf(owner) })).toBe('from a page');
      } finally {
        await people.stop();
      }
    });

    it('the example bot ends by itself when it is told to', async () => {
      bot.kill('SIGTERM');
      expect(await once(bot, 'exit')).toEqual([0, null]);
    });
  });
});

/** Files with the examples of a README, which each package has. */
function examplesOf(team: OtherTeam, name: string): string[] {
  const examples = [...team.read(join('node_modules', name, 'README.md')).matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code!);
  expect(examples.length).toBeGreaterThan(0);
  return examples.map((code, i) => {
    const file = `example-${name.replaceAll(/\W/g, '-')}-${i}.ts`;
    team.write(file, code);
    return file;
  });
}

/** Runs in the page. */
async function askInPage({ name, password, botId }: { name: string; password: string; botId: string }): Promise<string | null> {
  const { client: sdk, client_indexed_db, contracts_conversations } = (globalThis as unknown as { packages: InBrowser }).packages;
  const client = sdk.createClient({ url: '', auth: { transport: 'body' }, storage: client_indexed_db.indexedDbOutbox('other-team') });
  await client.session.login({ login: name, password });
  const { id: conversationId } = await client.call(contracts_conversations.conversationsApi.create, { body: { type: 'direct', memberIds: [botId] } });
  const answer = new Promise<string | null>((resolve) => {
    client.on('messages:changed', ({ events }) => {
      for (const change of events) if (change.kind === 'created' && change.message.senderId === botId) resolve(change.message.body);
    });
  });
  await client.outbox.enqueue({ conversationId, body: '!echo from a page' });
  return answer;
}
