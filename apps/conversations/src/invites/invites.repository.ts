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
}

@Injectable()
export class InvitesRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(code: string): Promise<InviteEntity | null> {
    return this.dataSource.manager.findOneBy(InviteEntity, { code });
  }

  /** Makes room of what has run out in the same conversation, so that the table does not grow for ever. */
  async insert(tx: Tx, invite: NewInvite): Promise<InviteEntity> {
    await tx.query(`DELETE FROM invites WHERE conversation_id = $1 AND expires_at < now()`, [invite.conversationId]);
    await tx.query(
      `INSERT INTO invites (code, conversation_id, created_by, expires_at, max_uses)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5)`,
      [invite.code, invite.conversationId, invite.createdBy, invite.expiresInSeconds, invite.maxUses],
    );
    return tx.findOneByOrFail(InviteEntity, { code: invite.code });
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
