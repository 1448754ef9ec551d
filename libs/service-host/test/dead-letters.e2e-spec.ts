import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { shardOf, streamName } from '@hallway/event-bus';
import { loadConfig, testEnvironment } from '@hallway/service-kit/config';
import { Logger } from '@hallway/service-kit/log';
import { createTestDatabase, eventually, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { createServiceApp, type ServiceApp, type ServiceOptions } from '../src';
import { deadLettersCommand } from '../src/dead-letters-command';
import { edgeService, listenerService, NotePublisher, poison, publisherService } from './event-services';
import { settingsOf } from './sample-stack';

const listener: ServiceOptions = { ...listenerService, events: { mode: 'competing', domains: ['publisher'], tuning: { retryDelays: [] } } };

describe('the command dead-letters', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let issuer: TestIssuer;
  let owner: pg.Client;
  let running: ServiceApp[];
  let logged: string[];

  const settings = ({ database: stored }: ServiceOptions) => ({
    ...settingsOf({ issuer, database, redis }),
    ...(stored && { DATABASE_URL: database.urlOf(stored.schema) }),
  });
  const command = async (args: string, options: ServiceOptions = listener) => {
    const printed: string[] = [];
    const config = loadConfig(options.config, testEnvironment(settings(options)));
    const logger = new Logger({
      service: options.name,
      version: '1',
      instance: 'one',
      level: 'info',
      destination: { write: (line) => void logged.push(line) },
    });
    const code = await deadLettersCommand(options, config, logger, args.split(' '), (text) => printed.push(text));
    return { code, text: printed.join('\n') };
  };
  const received = async (id: string) => (await owner.query('SELECT 1 FROM listener.received_notes WHERE id = $1', [id])).rowCount;
  /** Tells a note that cannot be handled, twice; answers where it was put aside. */
  const putAside = async () => {
    const id = randomUUID();
    poison.add(id);
    const publisher = running[0]!.app.get(NotePublisher, { strict: false });
    await publisher.publish(id);
    await publisher.publish(id);
    await eventually(async () => expect((await command(`list --key ${id}`)).text.split('\n')).toHaveLength(2), { timeoutMs: 15_000, everyMs: 100 });
    const stream = streamName('publisher', shardOf(id));
    const [first, second] = (await command(`list --key ${id}`)).text.split('\n').map((line) => line.split('  ')[1]!);
    return { id, stream, first, second };
  };

  beforeAll(async () => {
    [issuer, database, redis] = await Promise.all([startTestIssuer(), createTestDatabase('publisher', 'listener'), testRedis()]);
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    running = [await createServiceApp(publisherService, settings(publisherService)), await createServiceApp(listener, settings(listener))];
  });
  beforeEach(() => {
    logged = [];
    poison.clear();
  });
  afterAll(async () => {
    await Promise.all((running ?? []).map((service) => service.close()));
    await owner?.end();
    await Promise.all([issuer?.close(), database?.drop(), redis?.release()]);
  });

  it('lists what failed and what waits behind it, and shows one without its content', async () => {
    const { id, stream, first, second } = await putAside();
    const { code, text } = await command(`list --stream ${stream} --key ${id}`);
    expect(code).toBe(0);
    const lines = text.split('\n');
    expect(lines[0]).toMatch(new RegExp(`^${stream}  ${first}  publisher.note-written.v1  ${id}  .*  failed 1 times: Error: This note is poison$`));
    expect(lines[1]).toMatch(new RegExp(`^${stream}  ${second}  .*  waits behind another of its key$`));
    const shown = await command(`show ${stream} ${first}`);
    expect(shown).toMatchObject({ code: 0, text: expect.stringContaining('This note is poison') as string });
    expect(shown.text).toContain('"type": "publisher.note-written.v1"');
    expect(await command(`show ${stream} 999999`)).toEqual({ code: 1, text: `There is no dead letter at ${stream} 999999.` });
    expect(await command(`drop ${stream} ${first}`)).toMatchObject({ code: 0 });
    expect(await command(`drop ${stream} ${second}`)).toMatchObject({ code: 0 });
  });

  it('replays a key beside the running service: not while it still fails, in order when it does not', async () => {
    const { id, stream } = await putAside();
    const failing = await command(`replay ${stream} ${id}`);
    expect(failing.code).toBe(1);
    expect(failing.text).toContain('failed again (This note is poison)');
    expect(await received(id)).toBe(0);
    poison.clear();
    expect(await command(`replay ${stream} ${id}`)).toEqual({ code: 0, text: `${stream} ${id}: 2 handled.` });
    expect(await received(id)).toBe(2);
    expect(logged.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ audit: true, action: 'dead-letters-replayed', stream, key: id, events: 2 }),
    );
    await running[0]!.app.get(NotePublisher, { strict: false }).publish(id);
    await eventually(async () => expect(await received(id)).toBe(3));
  });

  it('replays every key, whether or not one of them fails again', async () => {
    const [bad, good] = [await putAside(), await putAside()];
    poison.delete(good.id);
    const all = await command('replay --all');
    expect(all.code).toBe(1);
    expect(all.text).toContain(`${good.stream} ${good.id}: 2 handled.`);
    expect(all.text).toContain(`${bad.stream} ${bad.id}: failed again`);
    poison.clear();
    expect(await command('replay --all')).toMatchObject({ code: 0 });
    expect(await command('list')).toEqual({ code: 0, text: 'There are no dead letters.' });
  });

  it('says how it is used', async () => {
    const help = await command('--help');
    expect(help).toMatchObject({ code: 0, text: expect.stringContaining('dead-letters replay --all') as string });
    for (const [args, why] of [
      ['burn', 'There is no "burn"'],
      ['drop publisher:1', '"" is no position'],
      ['list --limit 0', '"0" is no position'],
      ['replay publisher:1', 'needs a stream and a key'],
      ['list --what', "Unknown option '--what'"],
    ] as const) {
      const refused = await command(args);
      expect(refused.code).toBe(1);
      expect(refused.text).toContain(why);
    }
    expect(await command('list', edgeService)).toMatchObject({ code: 1, text: expect.stringContaining('edge keeps no dead letters') as string });
  });
});
