import { CloudOff } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';

import { HallwayProblem } from '@hallway/client';
import { Button, EmptyState, useAnnounce } from '@hallway/ui';

import { useClient, useStore } from '../lib/client-context';
import { hasOwner } from '../lib/device/device-storage';
import { lazyPart } from '../lib/lazy-part';
import type { PageUser } from '../lib/person/page-user';
import { UserStoresContext } from '../lib/person/user-stores';
import { problemText } from '../lib/problem-text';
import styles from './gate.module.css';
import { WaitingShell } from './waiting-shell';

// Asked for at once, beside the question who is here: signing in should not wait for it.
const ChatApp = lazyPart(async () => (await import('./chat-app')).ChatApp, 'over');
ChatApp.prefetch();
const SignInPage = lazyPart(async () => (await import('../features/session/components/sign-in-page')).SignInPage, 'over');
// A person who is signed in here hardly needs it, and not at once.
setTimeout(SignInPage.prefetch, hasOwner() ? 5_000 : 0);

/** Where a new password is chosen, with the sign-in page: also for a browser in which one is signed in. */
const resetPath = '/reset';

/** Sign-in page or chat; nothing until it is known which, so that neither flashes. */
export function Gate({ pageUser }: { pageUser: PageUser }) {
  const { session } = useClient();
  const { status, user, endedBy } = useStore(session);
  const announce = useAnnounce();
  const { fault, restore } = useRestore();
  useEffect(() => {
    if (endedBy === null || window.location.pathname === resetPath) return;
    // What was open and what was read out belonged to the person who has left.
    window.history.replaceState(null, '', '/');
    announce('');
    announce('', 'assertive');
  }, [endedBy, announce]);
  if (status === 'signed-in' && window.location.pathname !== resetPath)
    return (
      <UserStoresContext value={pageUser.stores} key={user?.id}>
        <ChatApp fallback={<WaitingShell />} />
      </UserStoresContext>
    );
  if (status === 'signed-out' || window.location.pathname === resetPath)
    return <SignInPage fallback={<WaitingShell />} invited={window.location.pathname.startsWith('/invite/')} endedBy={endedBy} />;
  if (fault === null) return <WaitingShell />;
  return (
    <main className={styles.page}>
      <EmptyState
        icon={<CloudOff />}
        title={waitOf(fault) ? 'Too many tries' : 'Hallway cannot be reached'}
        action={
          <Button variant="primary" onClick={restore}>
            Try again
          </Button>
        }
      >
        {problemText(fault)}
      </EmptyState>
    </main>
  );
}

const againMs = 5_000;

/** Takes up the session of an earlier visit, and goes on trying while the server is away. */
function useRestore() {
  const client = useClient();
  const [fault, setFault] = useState<unknown>(null);
  const restore = useCallback(() => void client.restore().then(() => setFault(null), setFault), [client]);
  useEffect(restore, [restore]);
  useEffect(() => {
    if (fault === null) return;
    const timer = setTimeout(restore, waitOf(fault) ?? againMs);
    return () => clearTimeout(timer);
  }, [fault, restore]);
  return { fault, restore };
}

/** How long the server asks to wait, where it has answered that. */
function waitOf(fault: unknown): number | undefined {
  const limited = fault instanceof HallwayProblem && fault.status === 429;
  return limited ? (fault.retryAfterSeconds ?? 60) * 1_000 : undefined;
}
