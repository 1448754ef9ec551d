import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Tx } from '@hallway/service-kit/database';
import { UploadEntity } from './upload.entity';

@Injectable()
export class UploadsRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string): Promise<UploadEntity | null> {
    return this.dataSource.manager.findOneBy(UploadEntity, { id });
  }

  findReady(ownerId: string, ids: string[]): Promise<UploadEntity[]> {
    return this.dataSource.manager.findBy(UploadEntity, { ownerId, id: In(ids), status: 'ready' });
  }

  lock(tx: Tx, id: string): Promise<UploadEntity | null> {
    return tx.findOne(UploadEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** One owner declares one upload after another, so that the quota cannot be overrun by many at once. */
  async lockOwner(tx: Tx, ownerId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [ownerId]);
  }

  async usedBytes(tx: Tx, ownerId: string): Promise<number> {
    const [row]: { used: string }[] = await tx.query(`SELECT coalesce(sum(size), 0) AS used FROM uploads WHERE owner_id = $1`, [ownerId]);
    return Number(row?.used ?? 0);
  }

  async save(tx: Tx, upload: UploadEntity): Promise<void> {
    await tx.save(UploadEntity, upload);
  }

  async keep(tx: Tx, ids: string[]): Promise<void> {
    await tx.update(UploadEntity, { id: In(ids) }, { kept: true });
  }

  /** What was never finished or is not used by anything, and older than `before`; locked, others skip it. */
  orphans(tx: Tx, before: Date, limit: number): Promise<UploadEntity[]> {
    return tx
      .createQueryBuilder(UploadEntity, 'u')
      .where('NOT u.kept AND u.createdAt < :before', { before })
      .andWhere('NOT EXISTS (SELECT 1 FROM upload_references r WHERE r.upload_id = u.id)')
      .orderBy('u.createdAt')
      .limit(limit)
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getMany();
  }

  async remove(tx: Tx, ids: string[]): Promise<void> {
    await tx.delete(UploadEntity, { id: In(ids) });
  }
}
