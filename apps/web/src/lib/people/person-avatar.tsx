import { useEffect } from 'react';

import { Avatar } from '@hallway/ui';

import { useClient, useStore } from '../client-context';
import { useBlobUrl } from '../use-blob-url';
import { useProfile } from './profiles';

interface PersonAvatarProps {
  userId: string;
  size?: number;
  presence?: 'online' | 'offline';
}

/** Picture or initials of a person. */
export function PersonAvatar({ userId, size = 36, presence }: PersonAvatarProps) {
  const profile = useProfile(userId);
  const src = useBlobUrl(profile?.avatarUrl);
  return <Avatar id={userId} name={profile?.displayName ?? ''} src={src} size={size} presence={presence} presenceLabel={presence} />;
}

/** The same with a dot that says whether the person is online, followed while it is on screen. */
export function PresentAvatar({ userId, size }: Omit<PersonAvatarProps, 'presence'>) {
  const status = usePresence(userId);
  return <PersonAvatar userId={userId} size={size} presence={status === 'unknown' ? undefined : status} />;
}

/** Is the person online? Asked for as long as this is shown. */
export function usePresence(userId: string): 'online' | 'offline' | 'unknown' {
  const { presence } = useClient();
  useEffect(() => presence.watch([userId]), [presence, userId]);
  return useStore(presence.of(userId)).status;
}

export function PersonName({ userId }: { userId: string }) {
  return <>{useProfile(userId)?.displayName ?? '…'}</>;
}
