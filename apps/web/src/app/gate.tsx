import { useCallback, useEffect, useState } from 'react';
import { CloudOff } from 'lucide-react';
import { HallwayProblem } from '@hallway/client';
import { Button, EmptyState, Spinner, useAnnounce } from '@hallway/ui';
import { SignInPage } from '../features/session/components/sign-in-page';
import { useClient, useStore } from '../lib/client-context';
import { lazyPart } from '../lib/lazy-part';
import type { Occupant } from '../lib/person/occupant';
import { PersonalContext } from '../lib/person/personal';
import { problemText } from '../lib/problem-text';
import styles from './gate.module.css';

// Asked for at once, beside the question who is here: whoever signs in should not wait for it.
const ChatApp = lazyPart(async () => (await import('./chat-app')).ChatApp, 'over');
ChatApp.prefetch();

/** Sign-in page or chat; nothing until it is known which, so that neither flashes. */
export function Gate({ occupant }: { occupant: Occupant }) {
  const { session } = useClient();
  const { status, user, endedBy } = useStore(session);
  const announce = useAnnounce();
  const { fault, restore } = useRestore();
  useEffect(() => {
    if (endedBy === null) return;
    // What was open and what was read out belonged to whoever has left.
    window.history.replaceState(null, '', '/');
    announce('');
    announce('', 'assertive');
  }, [endedBy, announce]);
  if (status === 'signed-in') return <PersonalContext value={occupant.personal} key={user?.id}><ChatApp fallback={<Waiting />} /></PersonalContext>;
  if (status === 'signed-out') return <SignInPage invited={window.location.pathname.startsWith('/invite/')} endedBy={endedBy} />;
  if (fault === null) return <Waiting />;
  return (
    <main className={styles.page}>
      <EmptyState icon={<CloudOff />} title={waitOf(fault) ? 'Too many tries' : 'Hallway cannot be reached'} action={<Button variant="primary" onClick={restore}>Try again</Button>}>
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

function Waiting() {
  return <main className={styles.page} aria-busy="true"><Spinner label="Loading Hallway" /></main>;
}
