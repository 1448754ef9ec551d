import { useState } from 'react';

import { Button } from '@hallway/ui';

import { askForNotices, noticePermission } from '../../../lib/device/notices';
import { type Preferences, usePreferences } from '../../../lib/preferences';
import { Choice } from './choice';
import styles from './settings.module.css';

const levelNames: [Preferences['notify'], string][] = [
  ['all', 'All messages'],
  ['mentions', 'Mentions and direct messages'],
  ['none', 'Nothing'],
];

/** What this device shows beside the page when a message comes. */
export function NotificationSettings() {
  const [{ notify }, change] = usePreferences();
  const [permission, setPermission] = useState(noticePermission);
  const turnOn = () => void askForNotices().then(setPermission);
  return (
    <div className={styles.form}>
      {permission === 'default' && (
        <div className={styles.end}>
          <p className={styles.note}>Get a notice when a message comes while you look elsewhere.</p>
          <Button variant="primary" onClick={turnOn}>
            Turn on notifications
          </Button>
        </div>
      )}
      {permission === 'denied' && <p className={styles.note}>This browser blocks notifications of Hallway. Allow them in its settings for this page.</p>}
      {permission === 'unsupported' && (
        <p className={styles.note}>This browser shows no notifications of Hallway. Most do when the address begins with https.</p>
      )}
      {permission === 'granted' && (
        <>
          <Choice stacked name="notify" title="Notify me of" options={levelNames} value={notify} onChange={(level) => change({ notify: level })} />
          <p className={styles.note}>On this device, while Hallway is open in a tab. Muted conversations stay silent.</p>
        </>
      )}
    </div>
  );
}
