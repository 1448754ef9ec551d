import type { CSSProperties } from 'react';

import { Spinner } from '@hallway/ui';

import { deviceStorage, hasOwner } from '../lib/device/device-storage';
import { listExtent } from './list-extent';
import styles from './waiting-shell.module.css';

/** Until the chat is here: its outline for a person who was here before, so that nothing jumps when it comes. */
export function WaitingShell() {
  const { width } = deviceStorage.read('width-list', { width: listExtent.initial });
  return (
    <main className={styles.page} aria-busy="true" style={{ '--list-width': `${width}px` } as CSSProperties}>
      {hasOwner() && <div className={styles.list} />}
      <div className={styles.place}>
        <Spinner label="Loading Hallway" />
      </div>
    </main>
  );
}
