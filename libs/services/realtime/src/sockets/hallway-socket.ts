import type { DefaultEventsMap, Server, Socket } from 'socket.io';

import type { ClientToServer, ServerToClient } from '@hallway/contracts-realtime';

/** What the server knows of a connection; set by the handshake. */
export interface SocketData {
  userId: string;
  sessionId: string;
  /** When the token runs out, in ms since the epoch. */
  expiresAt: number;
  /** The present access token, for calls to other services on behalf of the user. */
  token: string;
}

export type HallwaySocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
export type HallwayServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
