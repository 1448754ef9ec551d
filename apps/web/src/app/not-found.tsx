import { Signpost } from 'lucide-react';
import { useNavigate } from 'react-router';

import { Button, EmptyState } from '@hallway/ui';

import styles from './no-conversation.module.css';

/** An address that leads nowhere, with the way back. */
export function NotFound() {
  const navigate = useNavigate();
  return (
    <div className={styles.place}>
      <EmptyState
        icon={<Signpost />}
        title="There is no such page"
        action={
          <Button variant="primary" onClick={() => void navigate('/', { replace: true })}>
            To my conversations
          </Button>
        }
      >
        The address may be mistyped, or from another version of Hallway.
      </EmptyState>
    </div>
  );
}
