import { eventually } from '@hallway/testing';

import type { EventLog, LogTailReader, ShardEntries } from '../event-log';

/** A log whose broadcast reads can be held back, like a replica that is frozen for a while. */
export class GatedTail {
  private inFlight = 0;
  private opened = Promise.resolve();
  private release = (): void => undefined;

  constructor(private readonly log: EventLog) {}

  asLog(): EventLog {
    const { log } = this;
    return {
      writer: () => log.writer(),
      groupReader: (...args) => log.groupReader(...args),
      tailReader: (domain) => this.gated(log.tailReader(domain)),
    };
  }

  /** Returns when no read is on its way. */
  async pause(): Promise<void> {
    this.opened = new Promise((resolve) => {
      this.release = resolve;
    });
    await eventually(() => this.inFlight === 0);
  }

  resume(): void {
    this.release();
  }

  private gated(tail: LogTailReader): LogTailReader {
    return {
      lastPositions: () => tail.lastPositions(),
      read: async (cursors, limit) => {
        await this.opened;
        return this.counted(tail.read(cursors, limit));
      },
      close: () => tail.close(),
    };
  }

  private async counted(read: Promise<ShardEntries[]>): Promise<ShardEntries[]> {
    this.inFlight += 1;
    try {
      return await read;
    } finally {
      this.inFlight -= 1;
    }
  }
}
