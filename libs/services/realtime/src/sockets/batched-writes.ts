import type { Socket } from 'node:net';

/** The parts of an Engine.IO connection that matter here. */
export interface EngineConnection {
  /** Hands what waits in the connection's buffer to its transport. */
  flush(): void;
  /** Only a WebSocket has a TCP connection of its own. */
  transport: { socket?: { _socket?: Pick<Socket, 'cork' | 'uncork'> | null } };
}

/**
 * Writes what one turn of the event loop sends to a connection with one call to the system: the acknowledgements and
 * events of a commit leave together. Those calls are most of what sending costs.
 */
export class BatchedWrites {
  private readonly waiting = new Set<() => void>();

  /** @param before what must be done before anything is written */
  constructor(private readonly before: () => void) {}

  attach(connection: EngineConnection): void {
    const flush = connection.flush.bind(connection);
    const write = (): void => {
      const tcp = connection.transport.socket?._socket;
      tcp?.cork();
      flush();
      tcp?.uncork();
    };
    connection.flush = () => {
      if (this.waiting.size === 0) setImmediate(() => this.writeAll());
      this.waiting.add(write);
    };
  }

  private writeAll(): void {
    this.before();
    const due = [...this.waiting];
    this.waiting.clear();
    for (const write of due) write();
  }
}
