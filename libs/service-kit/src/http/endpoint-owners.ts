import * as auth from '@hallway/contracts-auth';
import * as conversations from '@hallway/contracts-conversations';
import type { Endpoint } from '@hallway/contracts-core';
import * as messages from '@hallway/contracts-messages';
import * as uploads from '@hallway/contracts-uploads';

import type { ServiceName } from '../replicas';

const contracts: Partial<Record<ServiceName, object>> = { auth, conversations, messages, uploads };

function* endpointsOf(contract: object): Generator<object> {
  for (const [name, api] of Object.entries(contract)) if (name.endsWith('Api')) yield* Object.values(api as Record<string, object>);
}

const owners = new Map<object, ServiceName>();
for (const [service, contract] of Object.entries(contracts)) {
  for (const endpoint of endpointsOf(contract)) owners.set(endpoint, service as ServiceName);
}

/** The service whose contract declares the endpoint. */
export function ownerOf(endpoint: Endpoint): ServiceName {
  const owner = owners.get(endpoint);
  if (!owner) throw new TypeError(`No contract declares ${endpoint.method} ${endpoint.path}`);
  return owner;
}
