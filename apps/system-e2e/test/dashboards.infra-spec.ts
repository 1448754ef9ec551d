import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';

import type { Client } from '@hallway/client';
import { conversationsApi } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { dashboards } from '../../../tools/monitoring/dashboards.mjs';
import { PrometheusServer } from '../src/prometheus-server';
import { System } from '../src/system';

interface Line {
  panel: string;
  expr: string;
}

const lines: Line[] = Object.entries(dashboards).flatMap(([file, { panels }]) =>
  (panels as { title: string; targets?: { expr: string }[] }[]).flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: `${file}: ${title}`, expr: expr.replaceAll('$__rate_interval', '1m') })),
  ),
);

describe('dashboards on a running system', () => {
  let system: System;
  let prometheus: PrometheusServer;
  let people: Client[];

  beforeAll(async () => {
    system = await System.start();
    const targets = system.stack.services.map(({ opsUrl }: { opsUrl: string }) => new URL(opsUrl).host);
    prometheus = await PrometheusServer.start(targets);
    people = await Promise.all(['ana', 'bo'].map((name) => system.person(name)));
    await eventually(() => people.every((client) => client.connection.online));
  }, 120_000);
  afterAll(async () => {
    await prometheus?.stop();
    await system?.stop();
  });

  /** What people do and what is refused to them. */
  async function use(conversationId: string): Promise<void> {
    const [ana, bo] = people as [Client, Client];
    await Promise.all([ana, bo].map((client) => client.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: 'a message' })));
    await bo.call(conversationsApi.get, { params: { conversationId } });
    await expect(bo.call(conversationsApi.get, { params: { conversationId: randomUUID() } })).rejects.toMatchObject({ status: 404 });
    const stranger = io(system.url, { auth: { token: 'forged' }, transports: ['websocket'], reconnection: false, forceNew: true });
    await new Promise((refused) => stranger.once('connect_error', refused));
    stranger.disconnect();
  }

  it('have something to show in every line', async () => {
    const [ana, bo] = people as [Client, Client];
    const { id } = await system.group(ana, bo);
    await eventually(
      async () => {
        await use(id);
        const counts = await Promise.all(lines.map(async ({ panel, expr }) => ({ panel, expr, series: await prometheus.seriesOf(expr) })));
        expect(counts.filter(({ series }) => series === 0)).toEqual([]);
      },
      { timeoutMs: 60_000, everyMs: 1_000 },
    );
    expect(lines.length).toBeGreaterThan(60);
  }, 90_000);
});
