/** Why a session is over, for the person who has to sign in again; nothing when it was their own wish. */
export function endedText(endedBy: string | null): string | null {
  if (endedBy === null || endedBy === 'logout') return null;
  if (endedBy === 'user-changed') return 'Another person has signed in in another tab. Sign in again to go on here.';
  return 'You were signed out on this device. Sign in again to go on; messages that were not sent are still here.';
}
