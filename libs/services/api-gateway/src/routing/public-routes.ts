import { accountsApi, authApi, usersApi } from '@hallway/contracts-auth';
import { conversationsApi, invitesApi, membersApi } from '@hallway/contracts-conversations';
import type { Api, Endpoint } from '@hallway/contracts-core';
import { messagesApi, pinsApi, reactionsApi, receiptsApi, searchApi, syncApi } from '@hallway/contracts-messages';
import { uploadsApi } from '@hallway/contracts-uploads';

export interface PublicRoute {
  /** The noun it is documented under. */
  tag: string;
  /** The call's name, unique with its tag. */
  name: string;
  endpoint: Endpoint;
}

const apis: Record<string, Api> = {
  auth: authApi,
  users: usersApi,
  accounts: accountsApi,
  conversations: conversationsApi,
  members: membersApi,
  invites: invitesApi,
  messages: messagesApi,
  sync: syncApi,
  reactions: reactionsApi,
  pins: pinsApi,
  receipts: receiptsApi,
  search: searchApi,
  uploads: uploadsApi,
};

/** Every route that exists to the outside. What is not here cannot be reached. */
export const publicRoutes: PublicRoute[] = Object.entries(apis).flatMap(([tag, api]) =>
  Object.entries(api).map(([name, endpoint]) => ({ tag, name, endpoint })),
);
