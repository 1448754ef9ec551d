import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

import type { Client } from '@hallway/client';
import { socketPath } from '@hallway/contracts-realtime';
import { eventually } from '@hallway/testing';

import { counterOf } from '../src/service-counters';
import { System } from '../src/system';

const sends = 100;

/**
 * What sending costs, in things that do not depend on how busy the machine is: statements, commits, requests, frames.
 * Figures in seconds are the business of `npm run bench`.
 */
describe('the cost of sending', () => {
  let system: System;
  let people: Client[];
  let conversationId: string;

  beforeAll(async () => {
    system = await System.start();
    people = await Promise.all(['ana', 'bo', 'eve'].map((name) => system.person(name)));
    const [ana, ...others] = people as [Client, ...Client[]];
    conversationId = (await system.group(ana, ...others)).id;
    await eventually(() => people.every((client) => client.connection.online), { timeoutMs: 20_000 });
    await send(ana);
  });
  afterAll(() => system?.stop());

  const send = (client: Client, to = conversationId) => client.emit('message:send', { conversationId: to, clientMessageId: randomUUID(), body: 'a message' });
  const sendMany = () => Promise.all(Array.from({ length: sends }, (_, at) => send(people[at % people.length]!)));
  const statements = (operation: string) => counterOf(system.stack, 'messages', 'hallway_db_query_duration_seconds_count', { operation });
  /** However a batch is stored. */
  const stored = async () => (await statements('send-plain-messages')) + (await statements('send-messages'));
  const commits = () => counterOf(system.stack, 'messages', 'hallway_messages_send_batch_messages_count');
  const requests = () => counterOf(system.stack, 'realtime', 'hallway_realtime_send_batch_messages_count');
  /** How often the time of acknowledgements, and of optimistic deliveries, was written down. */
  const timed = async () => ({
    acknowledged: await counterOf(system.stack, 'realtime', 'hallway_realtime_send_ack_seconds_count'),
    delivered: await counterOf(system.stack, 'realtime', 'hallway_realtime_delivery_seconds_count', { path: 'optimistic' }),
  });
  const changeFrames = () => counterOf(system.stack, 'realtime', 'hallway_realtime_frames_sent_total', { event: 'messages:changed' });

  it('is one request and one statement for a send alone, which is its own commit', async () => {
    const alone = 20;
    const before = {
      requests: await requests(),
      commits: await commits(),
      stored: await stored(),
      plain: await statements('send-plain-messages'),
      begun: await statements('start'),
    };
    for (let at = 0; at < alone; at += 1) await send(people[0]!);
    expect({ requests: await requests(), commits: await commits(), stored: await stored() }).toEqual({
      requests: before.requests + alone,
      commits: before.commits + alone,
      stored: before.stored + alone,
    });
    // The one for sends that need no question.
    expect((await statements('send-plain-messages')) - before.plain).toBe(alone);
    // What else the service does now and then (it reads events, it tidies) begins transactions too: a few, not one a send.
    expect((await statements('start')) - before.begun).toBeLessThan(alone);
  });

  it('is shared by sends that come together: one statement a commit, one commit a request, far fewer than sends', async () => {
    const before = { requests: await requests(), commits: await commits(), stored: await stored(), ...(await timed()) };
    await sendMany();
    const used = { requests: (await requests()) - before.requests, commits: (await commits()) - before.commits, stored: (await stored()) - before.stored };
    const { acknowledged, delivered } = await timed();
    expect(acknowledged - before.acknowledged).toBe(used.requests);
    expect(delivered - before.delivered).toBeLessThanOrEqual(used.commits);
    expect(used.commits).toBe(used.requests);
    expect(used.stored).toBe(used.commits);
    expect(used.requests).toBeLessThanOrEqual(sends / 2);
  });

  it('is not raised for others by who is refused again and again', async () => {
    const stranger = await system.person('mal');
    await eventually(() => stranger.connection.online, { timeoutMs: 20_000 });
    await expect(send(stranger)).rejects.toMatchObject({ status: 404 });
    const before = await statements('send-plain-messages');
    for (let at = 0; at < 10; at += 1) await expect(send(stranger)).rejects.toMatchObject({ status: 404 });
    for (let at = 0; at < 10; at += 1) await expect(send(stranger, randomUUID())).rejects.toMatchObject({ status: 404 });
    expect(await statements('send-plain-messages')).toBe(before);
  });

  it('is one frame to each member for a commit, however many messages it holds', async () => {
    const frames = await rawFrames();
    const before = { commits: await commits(), frames: await changeFrames() };
    await sendMany();
    await eventually(() => messagesIn(frames.received) === sends, { timeoutMs: 20_000 });
    const used = (await commits()) - before.commits;
    expect(frames.received.length).toBeLessThanOrEqual(used);
    expect((await changeFrames()) - before.frames).toBeLessThanOrEqual(used * (people.length + 1));
    frames.close();
  });

  /** What a connection that speaks Socket.IO by hand hears of changes. */
  async function rawFrames(): Promise<{ received: string[]; close: () => void }> {
    const socket = new WebSocket(`${system.url.replace('http', 'ws')}${socketPath}/?EIO=4&transport=websocket`);
    const received: string[] = [];
    const token = await people[0]!.session.current();
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`);
        if (text.startsWith('40')) resolve();
        if (text.startsWith('42["messages:changed"')) received.push(text);
      });
    });
    return { received, close: () => socket.close() };
  }

  function messagesIn(frames: readonly string[]): number {
    return frames.reduce((sum, frame) => sum + frame.split('"kind":"created"').length - 1, 0);
  }
});
