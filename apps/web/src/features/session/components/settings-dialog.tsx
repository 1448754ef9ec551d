import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { authApi } from '@hallway/contracts-auth';
import { Button } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';
import { useClient, useStore } from '../../../lib/client-context';
import { whenOf } from '../../../lib/time';
import { sessionsQuery } from '../api/sessions';
import styles from './settings-dialog.module.css';

const themes = [['', 'System'], ['light', 'Light'], ['dark', 'Dark'], ['contrast', 'High contrast']] as const;

export function SettingsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const client = useClient();
  const { user } = useStore(client.session);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Settings" size="medium">
      <section className={styles.section}>
        <div className={styles.row}>
          <span>{user?.displayName} <span className={styles.note}>@{user?.username}</span></span>
          <Button variant="secondary" onClick={() => void client.session.logout()}>Sign out</Button>
        </div>
      </section>
      <section className={styles.section}>
        <h3>Appearance</h3>
        <ThemeChoice />
      </section>
      <section className={styles.section}>
        <h3>Signed-in devices</h3>
        <Devices />
      </section>
    </Dialog>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? '');
  const choose = (next: string) => {
    setTheme(next);
    if (next) document.documentElement.dataset.theme = next;
    else delete document.documentElement.dataset.theme;
    localStorage.setItem('hallway-theme', next);
  };
  return (
    <div className={styles.themes}>
      {themes.map(([value, label]) => (
        <Button key={label} variant={theme === value ? 'primary' : 'secondary'} aria-pressed={theme === value} onClick={() => choose(value)}>{label}</Button>
      ))}
    </div>
  );
}

function Devices() {
  const client = useClient();
  const queries = useQueryClient();
  const { data } = useQuery(sessionsQuery(client));
  const revoke = async (sessionId: string) => {
    await client.call(authApi.revokeSession, { params: { sessionId } });
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <ul className={styles.list}>
      {data?.items.map((session) => (
        <li key={session.id} className={styles.row}>
          <span>{session.deviceName} <span className={styles.note}>{session.current ? 'this device' : `last used ${whenOf(session.lastSeenAt)}`}</span></span>
          {!session.current && <Button variant="quiet" onClick={() => void revoke(session.id)}>Sign out</Button>}
        </li>
      ))}
    </ul>
  );
}
