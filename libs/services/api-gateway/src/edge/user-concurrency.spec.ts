import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';

import type { ServiceName } from '@hallway/contracts-core';

import type { ApiGatewayConfig } from '../config';
import { UserConcurrency } from './user-concurrency';

class Answer extends EventEmitter {
  destroyed = false;

  end(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

describe('Turns', () => {
  let userConcurrency: UserConcurrency;
  let begun: number[];
  let answers: Answer[];
  const call = (userId: string, service: ServiceName = 'messages'): void => {
    const answer = new Answer();
    const index = answers.push(answer) - 1;
    void userConcurrency.take(service, userId, answer as unknown as ServerResponse).then(() => answer.destroyed || begun.push(index));
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  beforeEach(() => {
    userConcurrency = new UserConcurrency({ RATE_LIMITS: 'on' } as ApiGatewayConfig);
    [begun, answers] = [[], []];
  });

  it('lets 8 calls of a person begin, the others in their order as those end, and no other person wait', async () => {
    for (let i = 0; i < 14; i += 1) call('ana');
    call('bo');
    await settled();
    expect(begun).toHaveLength(9);
    answers[3]?.end();
    answers[7]?.end();
    await settled();
    expect(begun.slice(9)).toEqual([8, 9]);
  });

  it('keeps a person whose pictures are looked at from no other service', async () => {
    for (let i = 0; i < 14; i += 1) call('ana', 'uploads');
    call('ana');
    await settled();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 14]);
  });

  it('passes over those that went while they waited, and loses no turn', async () => {
    for (let i = 0; i < 10; i += 1) call('ana');
    await settled();
    answers[8]?.end();
    for (let i = 0; i < 8; i += 1) answers[i]?.end();
    await settled();
    expect(begun.at(-1)).toBe(9);
    answers[9]?.end();
    for (let i = 0; i < 8; i += 1) call('ana');
    await settled();
    expect(begun).toHaveLength(8 + 1 + 8);
  });
});
