import { MessagesSquare } from 'lucide-react';

import { Button, EmptyState, Kbd } from '@hallway/ui';

import { useClient, useStore } from '../lib/client-context';
import { shownKeys } from '../lib/keys';
import styles from './no-conversation.module.css';

/** The pane while nothing is open: it says what to do first, or how to get on. */
export function NoConversation({ onNew }: { onNew: () => void }) {
  const { conversations, session } = useClient();
  const { order, loaded } = useStore(conversations);
  const { user } = useStore(session);
  if (!loaded) return null;
  if (order.length === 0) {
    return (
      <div className={styles.place}>
        <EmptyState
          icon={<MessagesSquare />}
          title={`Welcome, ${user?.displayName ?? ''}`}
          action={
            <Button variant="primary" size="large" onClick={onNew}>
              Start a conversation
            </Button>
          }
        >
          Write to one person, or make a group. Others find you as @{user?.username}.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.place}>
      <EmptyState icon={<MessagesSquare />} title="Pick a conversation">
        Choose one from the list, or press <Kbd>{shownKeys('Mod+K')}</Kbd> and type a name.
      </EmptyState>
    </div>
  );
}
