import { Injectable } from '@nestjs/common';

import type { Endpoint, ReturnsOf } from '@hallway/contracts-core';
import { type ServiceCall, ServiceClient } from '@hallway/service-calls';

import type { HallwaySocket } from './hallway-socket';

/** Calls other services as the user of a socket, with the user's own token. */
@Injectable()
export class UserCallsService {
  constructor(private readonly client: ServiceClient) {}

  call<E extends Endpoint>(socket: Pick<HallwaySocket, 'data'>, endpoint: E, call: Omit<ServiceCall<E>, 'bearer'>): Promise<ReturnsOf<E>> {
    return this.client.call(endpoint, { ...call, bearer: socket.data.token } as ServiceCall<E>);
  }
}
