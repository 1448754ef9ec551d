import type { Invite, ListedInvite } from '@hallway/contracts-conversations';

import type { InviteEntity } from './invite.entity';

export function toInvite({ code, expiresAt, maxUses }: InviteEntity, publicUrl: string): Invite {
  return { code, url: `${publicUrl.replace(/\/+$/, '')}/invite/${code}`, expiresAt: expiresAt.toISOString(), maxUses };
}

export function toListedInvite(invite: InviteEntity, publicUrl: string): ListedInvite {
  const { createdBy, createdAt, uses } = invite;
  return { ...toInvite(invite, publicUrl), createdBy, createdAt: createdAt.toISOString(), uses };
}
