import { Kbd } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { shownKeys } from '../lib/keys';
import { messageShortcuts, shortcutWords, writingShortcuts } from './shortcut-words';
import styles from './shortcuts-dialog.module.css';

/** Every shortcut, from the table that binds them. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts">
      {/* Without something to focus, the keyboard could not scroll it. */}
      <div className={styles.groups} role="group" aria-label="All shortcuts" tabIndex={0}>
        <Keys title="Anywhere" rows={Object.values(shortcutWords)} />
        <Keys title="While writing" rows={writingShortcuts} />
        <Keys title="On a message" rows={messageShortcuts} />
      </div>
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly { keys: string; label: string }[] }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl>
        {rows.map(({ keys, label }) => (
          <div key={keys} className={styles.row}>
            <dt>{label}</dt>
            <dd>
              <Kbd>{shownKeys(keys)}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
