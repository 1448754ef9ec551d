import { applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { SubscribeMessage } from '@nestjs/websockets';

import type { ClientEventName, ClientPayload, ClientResult } from '@hallway/contracts-realtime';

import type { HallwaySocket } from './hallway-socket';

/** Nest would turn an error into an `exception` event; the acknowledgement must carry it. */
@Catch()
class KeepError implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

type Handler<Name extends ClientEventName> = (
  socket: HallwaySocket,
  payload: ClientPayload<Name>,
) => Promise<ClientResult<Name>> | ClientResult<Name>;

/**
 * Makes a gateway method the handler of a client event: `(socket, payload)`. The payload is checked
 * and limits are counted before; what it answers or throws becomes the acknowledgement.
 */
export function OnClientEvent<Name extends ClientEventName>(name: Name) {
  return <Method extends Handler<Name>>(target: object, key: string, descriptor: TypedPropertyDescriptor<Method>): void => {
    applyDecorators(SubscribeMessage(name), UseFilters(new KeepError()))(target, key, descriptor);
  };
}
