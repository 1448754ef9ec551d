import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

import type { ServiceName } from '@hallway/contracts-core';

import { ApiGatewayConfig } from '../config';

/** Calls of one person that a service works on at the same time; further ones wait for theirs to end. */
const most = 8;

interface Line {
  running: number;
  waiting: (() => void)[];
}

/**
 * Keeps one person's hundred calls at once from being everyone else's wait. What waits for one service, as pictures
 * that are looked at do, does not keep its owner from the others.
 */
@Injectable()
export class UserConcurrency {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly config: ApiGatewayConfig) {}

  /** Resolves when it is the turn of this call, or when its caller has gone. */
  async take(service: ServiceName, userId: string, response: ServerResponse): Promise<void> {
    if (this.config.RATE_LIMITS === 'off' || response.destroyed) return;
    const key = `${service} ${userId}`;
    const line = this.lines.get(key) ?? { running: 0, waiting: [] };
    this.lines.set(key, line);
    if (line.running < most) line.running += 1;
    else if (!(await untilNext(line, response))) return;
    if (response.destroyed) this.give(key, line);
    else response.once('close', () => this.give(key, line));
  }

  /** Lets the call that waits longest run. */
  private give(key: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) return next();
    line.running -= 1;
    if (line.running === 0) this.lines.delete(key);
  }
}

/** Whether the turn came before the caller went. */
function untilNext({ waiting }: Line, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const called = (): void => {
      response.off('close', gone);
      resolve(true);
    };
    const gone = (): void => {
      waiting.splice(waiting.indexOf(called), 1);
      resolve(false);
    };
    waiting.push(called);
    response.once('close', gone);
  });
}
