import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';

import { tooManyAttempts } from '@hallway/contracts-auth';
import { ProblemError } from '@hallway/service-kit/errors';
import { GrowingWaits, limitKey, rateHeaders, type WaitRule } from '@hallway/service-kit/limits';

import type { KnownDevice } from './sessions.repository';

/** For one account from one place, which is a known device, or an address. */
const fromOnePlace: WaitRule = { name: 'login', freeTries: 5, firstWaitSeconds: 10, longestWaitSeconds: 900, rememberSeconds: 1800 };
/** For one account from all places together where it is not known: no more than some 60 tries in an hour. */
const fromStrangers: WaitRule = { name: 'login-strangers', freeTries: 20, firstWaitSeconds: 5, longestWaitSeconds: 60, rememberSeconds: 3600 };

/** A try that was counted before its outcome is known. */
export interface Attempt {
  /** Seconds to wait; 0 when it may be made. */
  wait: number;
  succeeded(): Promise<void>;
  /** It was not made. */
  withdraw(): Promise<void>;
}

/**
 * Slows down guessing. Tries count for the account that they mean, whatever was typed.
 * Each known device has a few of its own, so that no stranger can keep an owner out.
 */
@Injectable()
export class LoginAttempts {
  constructor(private readonly waits: GrowingWaits) {}

  /** @param account its id, or something that stands for one which does not exist */
  async begin(account: string, address: string, device?: KnownDevice): Promise<Attempt> {
    // Names and addresses do not belong into Redis in clear.
    const place = hashed(`${account} ${device?.sessionId ?? limitKey(address)}`);
    const stranger = device === undefined;
    const wait = await this.waits.take(fromOnePlace, place);
    const waitOfStrangers = stranger && wait === 0 ? await this.waits.take(fromStrangers, hashed(account)) : 0;
    if (waitOfStrangers > 0) await this.waits.giveBack(fromOnePlace, place);
    const withdrawStranger = async () => {
      if (stranger) await this.waits.giveBack(fromStrangers, hashed(account));
    };
    return {
      wait: wait + waitOfStrangers,
      succeeded: async () => void (await Promise.all([this.waits.forget(fromOnePlace, place), withdrawStranger()])),
      withdraw: async () => void (await Promise.all([this.waits.giveBack(fromOnePlace, place), withdrawStranger()])),
    };
  }

  /** No wait is left there: the account has a new password, which its owner chose at this address. */
  async forget(account: string, address: string): Promise<void> {
    const place = hashed(`${account} ${limitKey(address)}`);
    await Promise.all([this.waits.forget(fromOnePlace, place), this.waits.forget(fromStrangers, hashed(account))]);
  }
}

export function mustWait(seconds: number): ProblemError {
  return new ProblemError(tooManyAttempts, {
    retryAfterSeconds: seconds,
    headers: rateHeaders({ limit: fromOnePlace.freeTries, remaining: 0, resetSeconds: seconds }),
  });
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
