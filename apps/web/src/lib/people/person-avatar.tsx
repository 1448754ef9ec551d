import { Avatar } from '@hallway/ui';
import { useBlobUrl } from '../use-blob-url';
import { useProfile } from './profiles';

/** Picture or initials of a person. */
export function PersonAvatar({ userId, size = 36, presence }: { userId: string; size?: number; presence?: 'online' | 'offline' }) {
  const profile = useProfile(userId);
  const src = useBlobUrl(profile?.avatarUrl);
  return <Avatar id={userId} name={profile?.displayName ?? ''} src={src} size={size} presence={presence} presenceLabel={presence} />;
}

export function PersonName({ userId }: { userId: string }) {
  return <>{useProfile(userId)?.displayName ?? '…'}</>;
}
