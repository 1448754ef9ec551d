import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { Transactions } from '@hallway/service-kit/database';
import { Logger } from '@hallway/service-kit/log';

import { AuthConfig } from '../config';
import { KeysRepository } from './keys.repository';
import { seal, unseal } from './sealed-box';
import type { SigningKeyEntity } from './signing-key.entity';

const dayMs = 86_400_000;
const checkEveryMs = 600_000;
/** A new key is published this long before it signs, so that every cache of the key set has it by then. */
const publishAheadMs = 900_000;

export interface SigningKey {
  kid: string;
  /** PEM, PKCS#8. */
  privateKey: string;
}

/** The key pairs that sign access tokens. They live in the database, the private half sealed. */
@Injectable()
export class KeysService implements OnApplicationBootstrap, OnApplicationShutdown {
  private keys: SigningKeyEntity[] = [];
  private active?: SigningKey;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly repository: KeysRepository,
    private readonly transactions: Transactions,
    private readonly config: AuthConfig,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.error('signing keys could not be refreshed', { err: error }));
    }, checkEveryMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The key to sign with now. */
  signingKey(): SigningKey {
    if (!this.active) throw new Error('signing keys are not loaded');
    return this.active;
  }

  /** The public halves of all keys whose tokens may still be alive, and of the next one. */
  publicKeys(): JsonWebKey[] {
    return this.keys.map((key) => key.publicJwk);
  }

  /** Makes a key when one is due, forgets old ones and loads the rest. */
  async refresh(now = Date.now()): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.repository.lock(tx);
      const newest = await this.repository.newest(tx);
      const due = !newest || now - newest.createdAt.getTime() > this.config.AUTH_KEY_ROTATION_DAYS * dayMs;
      if (!due) return;
      await this.repository.insert(tx, this.create(now));
      await this.repository.deleteOlderThan(tx, new Date(now - 2 * this.config.AUTH_KEY_ROTATION_DAYS * dayMs));
      this.logger.info('made a new signing key');
    });
    this.keys = await this.repository.all();
    this.activate(now);
  }

  private activate(now: number): void {
    const ready = this.keys.find((key) => now - key.createdAt.getTime() >= publishAheadMs);
    const chosen = ready ?? this.keys.at(-1);
    if (!chosen || chosen.kid === this.active?.kid) return;
    const der = unseal(chosen.privateKey, this.config.AUTH_KEY_SECRET);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.active = { kid: chosen.kid, privateKey: key.export({ format: 'pem', type: 'pkcs8' }).toString() };
  }

  private create(now: number): SigningKeyEntity {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kid = uuidv7();
    return {
      kid,
      publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' },
      privateKey: seal(privateKey.export({ format: 'der', type: 'pkcs8' }), this.config.AUTH_KEY_SECRET),
      createdAt: new Date(now),
    };
  }
}
