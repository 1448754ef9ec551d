import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Tx } from '@hallway/service-kit/database';

import { InviteEntity } from './invite.entity';

export interface NewInvite {
  code: string;
  conversationId: string;
  createdBy: string;
  expiresInSeconds: number;
  maxUses: number | null;
  /** Of the conversation, locked. */
  version: number;
}

export interface InviteCursor {
  createdAt: string;
  code: string;
}

/** What makes an invite valid: time and uses left, and a maker who may still invite (`stillSpeaksFor`). */
const living = `
  i.expires_at > now() AND (i.max_uses IS NULL OR i.uses < i.max_uses) AND EXISTS (
    SELECT FROM conversation_participants p
    WHERE p.conversation_id = i.conversation_id AND p.user_id = i.created_by AND p.role IN ('owner', 'admin'))`;

@Injectable()
export class InvitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(code: string): Promise<InviteEntity | null> {
    return this.dataSource.manager.findOneBy(InviteEntity, { code });
  }

  /** Makes room of what has run out in the same conversation, so that the table does not grow for ever. */
  async insert(tx: Tx, invite: NewInvite): Promise<InviteEntity> {
    await tx.query(`DELETE FROM invites WHERE conversation_id = $1 AND (expires_at <= now() OR uses >= max_uses)`, [invite.conversationId]);
    await tx.query(
      `INSERT INTO invites (code, conversation_id, created_by, expires_at, max_uses, version)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)`,
      [invite.code, invite.conversationId, invite.createdBy, invite.expiresInSeconds, invite.maxUses, invite.version],
    );
    return tx.findOneByOrFail(InviteEntity, { code: invite.code });
  }

  count(tx: Tx, conversationId: string): Promise<number> {
    return tx.countBy(InviteEntity, { conversationId });
  }

  /** Newest first. */
  page(conversationId: string, limit: number, after?: InviteCursor): Promise<InviteEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(InviteEntity, 'i')
      .where('i.conversationId = :conversationId', { conversationId })
      .andWhere(living)
      .orderBy('i.createdAt', 'DESC')
      .addOrderBy('i.code', 'DESC')
      .limit(limit);
    if (after) query.andWhere('(i.createdAt, i.code) < (:createdAt::timestamptz, :code)', after);
    return query.getMany();
  }

  /** Whether there was one. */
  async delete(tx: Tx, conversationId: string, code: string): Promise<boolean> {
    const { affected } = await tx.delete(InviteEntity, { conversationId, code });
    return affected === 1;
  }

  /** Takes one use, or answers false: run out, used up or gone. */
  async use(tx: Tx, code: string): Promise<boolean> {
    const rows: object[] = await tx.query(
      `WITH used AS (
         UPDATE invites SET uses = uses + 1
         WHERE code = $1 AND expires_at > now() AND (max_uses IS NULL OR uses < max_uses)
         RETURNING code
       )
       SELECT code FROM used`,
      [code],
    );
    return rows.length === 1;
  }
}
