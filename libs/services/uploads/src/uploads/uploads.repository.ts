import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan } from 'typeorm';

import type { Tx } from '@hallway/service-kit/database';

import { UploadEntity } from './upload.entity';

export interface Usage {
  bytes: number;
  /** Declared and not finished. */
  unfinished: number;
  /** Declared of late. */
  lately: number;
}

@Injectable()
export class UploadsRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string): Promise<UploadEntity | null> {
    return this.dataSource.manager.findOneBy(UploadEntity, { id, removedAt: IsNull() });
  }

  findReady(ownerId: string, ids: string[]): Promise<UploadEntity[]> {
    return this.dataSource.manager.findBy(UploadEntity, { ownerId, id: In(ids), status: 'ready', removedAt: IsNull() });
  }

  lock(tx: Tx, id: string): Promise<UploadEntity | null> {
    return tx.findOne(UploadEntity, { where: { id, removedAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
  }

  /** One owner declares one upload after another, so that the quota cannot be overrun by many at once. */
  async lockOwner(tx: Tx, ownerId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [ownerId]);
  }

  /** What of an owner's counts against the limits, `since` for those of a while. */
  async usage(tx: Tx, ownerId: string, since: Date): Promise<Usage> {
    const [row]: Usage[] = await tx.query(
      `SELECT coalesce(sum(size) FILTER (WHERE removed_at IS NULL), 0)::float8 AS bytes,
              count(*) FILTER (WHERE removed_at IS NULL AND status = 'declared')::int AS unfinished,
              count(*) FILTER (WHERE created_at >= $2)::int AS lately
       FROM uploads WHERE owner_id = $1`,
      [ownerId, since],
    );
    return row ?? { bytes: 0, unfinished: 0, lately: 0 };
  }

  async save(tx: Tx, upload: UploadEntity): Promise<void> {
    await tx.save(UploadEntity, upload);
  }

  /** Whether all of them are still there. */
  async claim(tx: Tx, ids: string[], at: Date): Promise<boolean> {
    const { affected } = await tx.update(UploadEntity, { id: In(ids), removedAt: IsNull() }, { claimedAt: at });
    return affected === ids.length;
  }

  /** What was never finished or hangs on nothing, and older than `before`; claims as old are to be looked at again. */
  unused(before: Date, limit: number): Promise<UploadEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(UploadEntity, 'u')
      .where('u.removedAt IS NULL AND u.createdAt < :before AND (u.claimedAt IS NULL OR u.claimedAt < :before)', { before })
      .andWhere('NOT EXISTS (SELECT 1 FROM upload_references r WHERE r.upload_id = u.id)')
      .orderBy('u.createdAt')
      .limit(limit)
      .getMany();
  }

  /** Those that are still unused; what was claimed or attached in between stays. */
  async markRemoved(tx: Tx, ids: string[], before: Date, at: Date): Promise<Pick<UploadEntity, 'id' | 'ownerId' | 'status'>[]> {
    const [rows]: [Pick<UploadEntity, 'id' | 'ownerId' | 'status'>[]] = await tx.query(
      `UPDATE uploads u SET removed_at = $3
       WHERE id = ANY ($1::uuid[]) AND removed_at IS NULL AND (claimed_at IS NULL OR claimed_at < $2)
         AND NOT EXISTS (SELECT FROM upload_references r WHERE r.upload_id = u.id)
       RETURNING id, owner_id AS "ownerId", status`,
      [ids, before, at],
    );
    return rows;
  }

  removedBefore(before: Date, limit: number): Promise<UploadEntity[]> {
    return this.dataSource.manager.find(UploadEntity, { where: { removedAt: LessThan(before) }, order: { removedAt: 'ASC' }, take: limit });
  }

  async remove(tx: Tx, ids: string[]): Promise<void> {
    await tx.delete(UploadEntity, { id: In(ids) });
  }
}
