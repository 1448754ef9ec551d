import { authApi, usersApi } from '@hallway/contracts-auth';
import { conversationsApi, invitesApi, membersApi } from '@hallway/contracts-conversations';
import type { Api, Endpoint } from '@hallway/contracts-core';
import { messagesApi, pinsApi, reactionsApi, receiptsApi, searchApi, syncApi } from '@hallway/contracts-messages';
import { uploadsApi } from '@hallway/contracts-uploads';

export const serviceNames = ['auth', 'conversations', 'messages', 'uploads'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface PublicRoute {
  service: ServiceName;
  /** The noun it is documented under. */
  tag: string;
  /** The call's name, unique with its tag. */
  name: string;
  endpoint: Endpoint;
}

const apis: [ServiceName, string, Api][] = [
  ['auth', 'auth', authApi],
  ['auth', 'users', usersApi],
  ['conversations', 'conversations', conversationsApi],
  ['conversations', 'members', membersApi],
  ['conversations', 'invites', invitesApi],
  ['messages', 'messages', messagesApi],
  ['messages', 'sync', syncApi],
  ['messages', 'reactions', reactionsApi],
  ['messages', 'pins', pinsApi],
  ['messages', 'receipts', receiptsApi],
  ['messages', 'search', searchApi],
  ['uploads', 'uploads', uploadsApi],
];

/** Every route that exists to the outside. What is not here cannot be reached. */
export const publicRoutes: PublicRoute[] = apis.flatMap(([service, tag, api]) =>
  Object.entries(api).map(([name, endpoint]) => ({ service, tag, name, endpoint })),
);
