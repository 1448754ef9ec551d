import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';

import type { Tx } from '@hallway/service-kit/database';

import { SigningKeyEntity } from './signing-key.entity';

@Injectable()
export class KeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  all(): Promise<SigningKeyEntity[]> {
    return this.dataSource.manager.find(SigningKeyEntity, { order: { createdAt: 'DESC' } });
  }

  newest(tx: Tx): Promise<SigningKeyEntity | null> {
    return tx.findOne(SigningKeyEntity, { where: {}, order: { createdAt: 'DESC' } });
  }

  /** One replica at a time looks whether a new key is due. */
  async lock(tx: Tx): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('auth.signing_keys'))`);
  }

  async insert(tx: Tx, key: SigningKeyEntity): Promise<void> {
    await tx.save(SigningKeyEntity, key);
  }

  async deleteOlderThan(tx: Tx, time: Date): Promise<void> {
    await tx.delete(SigningKeyEntity, { createdAt: LessThan(time) });
  }
}
