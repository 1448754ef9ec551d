import { SetMetadata } from '@nestjs/common';

import type { ClientEventName, ClientPayload, ClientResult } from '@hallway/contracts-realtime';

import type { HallwaySocket } from './hallway-socket';
import type { JsonText } from './json-text';

export const clientEventMetadata = 'hallway:client-event';

type Handler<Name extends ClientEventName> = (
  socket: HallwaySocket,
  payload: ClientPayload<Name>,
) => Promise<ClientResult<Name> | JsonText> | ClientResult<Name>;

/**
 * Makes a gateway method the handler of a client event: `(socket, payload)`. The payload is checked
 * and limits are counted before; what it answers or throws becomes the acknowledgement.
 *
 * Not Nest's `@SubscribeMessage`: that binds every method to every socket, and sends each event through guards, pipes and
 * interceptors, of which there are none.
 */
export function OnClientEvent<Name extends ClientEventName>(name: Name) {
  return <Method extends Handler<Name>>(target: object, key: string, descriptor: TypedPropertyDescriptor<Method>): void => {
    SetMetadata(clientEventMetadata, name)(target, key, descriptor);
  };
}
