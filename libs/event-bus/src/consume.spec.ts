import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { requestContext } from '@hallway/service-kit/context';
import { Tracing } from '@hallway/service-kit/tracing';

import { Consume } from './consume';
import type { BroadcastContext } from './event-context';
import type { ReceivedEnvelope } from './event-envelope';
import { noEventMetrics } from './event-metrics';
import { EventServer } from './event-server';
import { orderArchived, OrderPlaced, orderPlaced } from './testing/orders';

const calls: unknown[] = [];

class Refused extends Error {
  readonly code = '57P01';
}

@Controller()
class FirstConsumer {
  @Consume(orderPlaced)
  async placed(order: OrderPlaced, context: BroadcastContext): Promise<void> {
    if (order.value < 0) throw new Refused('no');
    calls.push(['first begins', order, context.envelope.pubSeq, requestContext.get()?.traceId]);
    await new Promise((resolve) => setImmediate(resolve));
    calls.push('first ends');
  }
}

@Controller()
class SecondConsumer {
  @Consume(orderPlaced)
  placed(order: OrderPlaced): void {
    calls.push(['second', order.value]);
  }
}

@Module({ controllers: [FirstConsumer, SecondConsumer] })
class ConsumersModule {}

function envelope(value: number): ReceivedEnvelope<OrderPlaced> {
  return {
    id: 'e-1',
    type: orderPlaced.type,
    source: 'orders',
    subject: 'a',
    time: new Date().toISOString(),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    data: { key: 'a', value },
    domain: 'orders',
    shard: 0,
    pubSeq: 9,
  };
}

describe('@Consume', () => {
  const server = new EventServer(noEventMetrics, new Tracing());
  let app: INestMicroservice;

  beforeAll(async () => {
    app = await NestFactory.createMicroservice(ConsumersModule, { strategy: server, logger: false });
    await app.listen();
  });
  beforeEach(() => calls.splice(0));
  afterAll(() => app.close());

  it('gives payload and context to each method, one after another, in the trace of the event', async () => {
    const event = envelope(5);
    await server.handle(event, { envelope: event });
    expect(calls).toEqual([['first begins', { key: 'a', value: 5 }, 9, '0af7651916cd43dd8448eb211c80319c'], 'first ends', ['second', 5]]);
  });

  it('passes a failure on as it was thrown, and calls no further method', async () => {
    const event = envelope(-1);
    await expect(server.handle(event, { envelope: event })).rejects.toBeInstanceOf(Refused);
    expect(calls).toEqual([]);
  });

  it('passes over types without a handler', async () => {
    const event = { ...envelope(1), type: orderArchived.type };
    await expect(server.handle(event, { envelope: event })).resolves.toBeUndefined();
  });

  it('refuses handlers of questions', () => {
    expect(() => server.addHandler('orders.question', () => Promise.resolve(1), false)).toThrow('over HTTP');
  });
});
