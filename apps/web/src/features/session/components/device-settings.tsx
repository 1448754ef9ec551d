import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, Smartphone } from 'lucide-react';

import { authApi, type Session } from '@hallway/contracts-auth';
import { Banner, Button, Skeleton } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { problemText } from '../../../lib/problem-text';
import { agoOf, fullTimeOf } from '../../../lib/time';
import { toasts } from '../../../lib/toasts';
import { sessionsQuery } from '../api/sessions';
import { deviceName } from './device-name';
import styles from './settings.module.css';

/** Where the account is signed in; each of them can be signed out from here. */
export function DeviceSettings() {
  const client = useClient();
  const queries = useQueryClient();
  const { data, error } = useQuery(sessionsQuery(client));
  const revoke = useMutation({
    mutationFn: (ids: string[]) => Promise.all(ids.map((sessionId) => client.call(authApi.revokeSession, { params: { sessionId } }))),
    onError: (fault) => toasts.show({ kind: 'danger', text: problemText(fault) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  if (error) return <Banner kind="danger">{problemText(error)}</Banner>;
  if (!data) return <Skeleton shape="block" height={64} />;
  const others = data.items.filter(({ current }) => !current).map(({ id }) => id);
  return (
    <div className={styles.form}>
      <ul className={styles.devices} aria-label="Signed-in devices">
        {data.items.map((session) => (
          <Device key={session.id} session={session} onRevoke={() => revoke.mutate([session.id])} />
        ))}
      </ul>
      {others.length > 1 && (
        <div className={styles.end}>
          <span className={styles.note}>You do not know one of them? Sign it out and change your password.</span>
          <Button loading={revoke.isPending} onClick={() => revoke.mutate(others)}>
            Sign out all others
          </Button>
        </div>
      )}
    </div>
  );
}

function Device({ session, onRevoke }: { session: Session; onRevoke: () => void }) {
  const { current, ip, lastSeenAt, userAgent } = session;
  const name = session.deviceName || deviceName(userAgent);
  const Icon = /Mobile|Android|iPhone/.test(userAgent) ? Smartphone : Laptop;
  return (
    <li className={styles.device}>
      <Icon aria-hidden="true" />
      <div className={styles.deviceText}>
        <div className={styles.deviceName}>{name}</div>
        <div className={styles.note} title={fullTimeOf(lastSeenAt)}>
          {current ? 'This device' : `Used ${agoOf(lastSeenAt)}`} · {ip}
        </div>
      </div>
      {!current && (
        <Button size="small" onClick={onRevoke} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
