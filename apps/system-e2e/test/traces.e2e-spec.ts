import { randomBytes, randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { eventually } from '@hallway/testing';

import { System } from '../src/system';
import { type CollectedSpan, TraceCollector } from '../src/trace-collector';

describe('traces', () => {
  let collector: TraceCollector;
  let system: System;
  let ana: Client;
  let conversationId: string;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    system = await System.start({ realtime: 2 }, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1' } });
    ana = await system.person('ana');
    const bo = await system.person('bo');
    conversationId = (await system.group(ana, bo)).id;
    await eventually(() => [ana, bo].every((client) => client.connection.online), { timeoutMs: 20_000 });
  });
  afterAll(async () => {
    await system?.stop();
    await collector?.stop();
  });

  /** Those of a trace, once it has what it should have: spans come in batches. */
  const traceWith = async (id: () => string | undefined, ...expected: string[]): Promise<CollectedSpan[]> => {
    const spans = () => collector.trace(id() ?? '');
    await eventually(() => expect(spans().map(({ service, name }) => `${service}: ${name}`)).toEqual(expect.arrayContaining(expected)), { timeoutMs: 20_000 });
    return spans();
  };
  /** Whether each span but the first leads to another one of them. */
  const expectConnected = (spans: CollectedSpan[], root?: string): void => {
    const ids = new Set([...spans.map(({ spanId }) => spanId), root]);
    expect(spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([]);
  };

  it('lead a message from the socket it came by to the deliveries in every replica', async () => {
    const body = `words that stay here ${randomUUID()}`;
    await ana.emit('message:send', { conversationId, clientMessageId: randomUUID(), body });
    const sent = () => collector.spans.find(({ name }) => name === 'message:send')?.traceId;
    const spans = await traceWith(
      sent,
      'realtime: message:send',
      'realtime: POST /internal/messages/batch',
      'messages: send-plain-messages',
      'realtime: handle messages.messages-changed.v1',
    );
    expectConnected(spans);
    expect(collector.bodies.join()).not.toContain(body);
  });

  it('go on with that of a caller, through the gateway and every service it asks', async () => {
    const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
    const answer = await fetch(`${system.url}/api/v1/conversations/${conversationId}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await ana.session.current()}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${spanId}-01`,
      },
      body: JSON.stringify({ clientMessageId: randomUUID(), body: 'by call' }),
    });
    expect(answer.status).toBe(201);
    const route = 'POST /api/v1/conversations/:conversationId/messages';
    const spans = await traceWith(
      () => traceId,
      `api-gateway: ${route}`,
      `messages: ${route}`,
      'messages: send-plain-messages',
      'realtime: handle messages.messages-changed.v1',
    );
    expectConnected(spans, spanId);
    expect(spans.find(({ service }) => service === 'api-gateway')?.parentSpanId).toBe(spanId);
  });
});
