import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Conversation } from '@hallway/contracts-conversations';
import { IconButton } from '@hallway/ui';
import styles from './conversation-pane.module.css';

interface PaneHeaderProps {
  title: string;
  conversation: Conversation | undefined;
  actions: ReactNode;
  onBack: () => void;
}

export function PaneHeader({ title, conversation, actions, onBack }: PaneHeaderProps) {
  return (
    <header className={styles.header}>
      <span className={styles.back}><IconButton label="Back to the list" onClick={onBack}><ArrowLeft /></IconButton></span>
      <div className={styles.names}>
        <h1 className={styles.title}>{title}</h1>
        {conversation?.type === 'group' && <div className={styles.sub}>{conversation.memberCount === 1 ? '1 person' : `${conversation.memberCount} people`}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
