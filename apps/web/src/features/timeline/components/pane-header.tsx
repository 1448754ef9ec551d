import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';

import { IconButton } from '@hallway/ui';

import styles from './conversation-pane.module.css';

interface PaneHeaderProps {
  /** What conversation this is, with the heading of the page. */
  head: ReactNode;
  actions: ReactNode;
  onBack: () => void;
}

export function PaneHeader({ head, actions, onBack }: PaneHeaderProps) {
  return (
    <header className={styles.header}>
      <span className={styles.back}>
        <IconButton label="Back to the list" onClick={onBack}>
          <ArrowLeft />
        </IconButton>
      </span>
      <div className={styles.head}>{head}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
