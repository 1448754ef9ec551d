import type { Invite } from '@hallway/contracts-conversations';
import type { InviteEntity } from './invite.entity';

export function toInvite({ code, expiresAt, maxUses }: InviteEntity, publicUrl: string): Invite {
  return { code, url: `${publicUrl.replace(/\/+$/, '')}/invite/${code}`, expiresAt: expiresAt.toISOString(), maxUses };
}
