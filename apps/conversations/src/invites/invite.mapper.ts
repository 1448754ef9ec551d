import type { Invite } from '@hallway/contracts-conversations';
import type { InviteEntity } from './invite.entity';

export function toInvite({ code, createdBy, createdAt, expiresAt, maxUses, uses }: InviteEntity, publicUrl: string): Invite {
  const url = `${publicUrl.replace(/\/+$/, '')}/invite/${code}`;
  return { code, url, createdBy, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), maxUses, uses };
}
