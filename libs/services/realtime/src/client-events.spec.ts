import { getMetadataStorage } from 'class-validator';

import { type ClientEventName, clientEvents } from '@hallway/contracts-realtime';

import { PresenceGateway } from './presence/presence.gateway';
import { ReceiptsGateway } from './receipts/receipts.gateway';
import { SendsGateway } from './sends/sends.gateway';
import { SessionsGateway } from './sessions/sessions.gateway';
import { clientEventMetadata } from './sockets/client-event.decorator';
import { readPayload } from './sockets/client-events.service';
import { SyncGateway } from './sync/sync.gateway';
import { TimelineGateway } from './timeline/timeline.gateway';
import { TypingGateway } from './typing/typing.gateway';

const gateways = [PresenceGateway, ReceiptsGateway, SendsGateway, SessionsGateway, SyncGateway, TimelineGateway, TypingGateway];

function handledEvents(): string[] {
  return gateways.flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const method = (prototype as unknown as Record<string, object>)[name];
      const message: unknown = method && Reflect.getMetadata(clientEventMetadata, method);
      return typeof message === 'string' ? [message] : [];
    }),
  );
}

describe('client events', () => {
  const names = Object.keys(clientEvents) as ClientEventName[];

  it('each have one handler, and there are no others', () => {
    expect(handledEvents().sort()).toEqual([...names].sort());
  });

  it.each(names)('%s checks every property of its payload', (name) => {
    const Payload = clientEvents[name].payload;
    const rules = getMetadataStorage().getTargetValidationMetadatas(Payload, '', false, false);
    expect(rules.length).toBeGreaterThan(0);
    expect(() => readPayload(name, [{ somethingElse: 1 }])).toThrow('validation-failed');
    expect(() => readPayload(name, [])).toThrow('validation-failed');
    expect(() => readPayload(name, ['text'])).toThrow('validation-failed');
    expect(() => readPayload(name, [{}, {}])).toThrow('validation-failed');
  });
});
