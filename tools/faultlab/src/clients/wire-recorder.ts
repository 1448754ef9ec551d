import { io, type Socket } from 'socket.io-client';

import type { Client } from '@hallway/client';
import { type ServerToClient, socketPath } from '@hallway/contracts-realtime';

import type { Recorder } from '../lab/recorder';
import { type Listen, recordFrames } from './frame-recorder';

/** A bare socket beside the SDK: writes down what comes over the wire, and asks for nothing. */
export class WireRecorder {
  private open = false;
  private readonly socket: Socket<ServerToClient>;

  constructor(
    url: string,
    session: Pick<Client['session'], 'current'>,
    user: string,
    recorder: Recorder,
    private readonly name = 'tap',
  ) {
    this.socket = io(url, {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 1_500,
      auth: (answer) => {
        session.current().then(
          (token) => answer({ token }),
          () => answer({}), // refused then, and tried again
        );
      },
    });
    const listen: Listen = (event, handler) => (this.socket.on.bind(this.socket) as (name: string, listener: typeof handler) => void)(event, handler);
    const note = (open: boolean): void => {
      if (open !== this.open) recorder.record({ type: 'socket', user, device: this.name, open });
      this.open = open;
    };
    recordFrames(recorder, { user, device: this.name }, listen, () => note(true));
    this.socket.on('connect', () => note(true));
    this.socket.on('disconnect', (reason) => {
      note(false);
      if (reason === 'io server disconnect') this.socket.connect();
    });
    // Refused by the server's middleware, socket.io does not try again by itself.
    this.socket.on('connect_error', () => this.again());
  }

  get online(): boolean {
    return this.socket.connected;
  }

  close(): void {
    this.socket.close();
  }

  private again(): void {
    if (this.socket.active) return;
    setTimeout(() => this.socket.active || this.socket.connect(), 500).unref();
  }
}
