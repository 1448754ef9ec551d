import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { GatewayConfig } from '../config';
import { Turns } from './turns';

class Answer extends EventEmitter {
  destroyed = false;

  end(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

describe('Turns', () => {
  let turns: Turns;
  let begun: number[];
  let answers: Answer[];
  const call = (userId: string): void => {
    const answer = new Answer();
    const index = answers.push(answer) - 1;
    void turns.take(userId, answer as unknown as ServerResponse).then(() => answer.destroyed || begun.push(index));
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  beforeEach(() => {
    turns = new Turns({ RATE_LIMITS: 'on' } as GatewayConfig);
    [begun, answers] = [[], []];
  });

  it('lets 24 calls of a person begin, the others in their order as those end, and nobody else wait', async () => {
    for (let i = 0; i < 30; i += 1) call('ana');
    call('bo');
    await settled();
    expect(begun).toHaveLength(25);
    answers[3]?.end();
    answers[7]?.end();
    await settled();
    expect(begun.slice(25)).toEqual([24, 25]);
  });

  it('passes over those that went while they waited, and loses no turn', async () => {
    for (let i = 0; i < 26; i += 1) call('ana');
    await settled();
    answers[24]?.end();
    for (let i = 0; i < 24; i += 1) answers[i]?.end();
    await settled();
    expect(begun.at(-1)).toBe(25);
    answers[25]?.end();
    for (let i = 0; i < 24; i += 1) call('ana');
    await settled();
    expect(begun).toHaveLength(24 + 1 + 24);
  });
});
