import { decodeEnvelope, encodeEnvelope } from './event-envelope';

const event = {
  shard: 3,
  pubSeq: 42,
  id: '01a205be-c381-7729-bfb7-4821f23388ca',
  type: 'orders.order-placed.v1',
  subject: 'a "quoted" subject',
  payload: '{"text":"line\\nbreak, \\ud83d\\ude00, }"}',
  createdAt: new Date('2026-11-22T10:00:00.123Z'),
};

describe('envelope', () => {
  it('comes back as it was written, with its place', () => {
    const envelope = decodeEnvelope('orders', 3, 42, encodeEnvelope('orders', { ...event, traceparent: '00-1-2-01' }));
    expect(envelope).toEqual({
      id: event.id,
      type: event.type,
      source: 'orders',
      subject: event.subject,
      time: '2026-11-22T10:00:00.123Z',
      traceparent: '00-1-2-01',
      data: { text: 'line\nbreak, 😀, }' },
      domain: 'orders',
      shard: 3,
      pubSeq: 42,
    });
  });

  it('has no traceparent when there was none', () => {
    expect(decodeEnvelope('orders', 3, 42, encodeEnvelope('orders', event))).not.toHaveProperty('traceparent');
  });
});
