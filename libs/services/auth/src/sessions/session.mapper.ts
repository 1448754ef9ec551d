import type { Session } from '@hallway/contracts-auth';

import type { SessionEntity } from './session.entity';

export function toSession(session: SessionEntity, currentId: string): Session {
  return {
    id: session.id,
    deviceName: session.deviceName,
    ip: session.ip,
    userAgent: session.userAgent,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    current: session.id === currentId,
  };
}
