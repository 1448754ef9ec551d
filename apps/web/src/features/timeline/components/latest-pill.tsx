import { ArrowDown } from 'lucide-react';

import { Button } from '@hallway/ui';

import styles from './conversation-pane.module.css';

/** The way back to the newest message, and how many wait there. */
export function LatestPill({ unread, onPress }: { unread: number; onPress: () => void }) {
  return (
    <div className={styles.newest}>
      <Button variant={unread > 0 ? 'primary' : 'secondary'} size="small" icon={<ArrowDown />} onClick={onPress}>
        {unread > 0 ? `${unread} new` : 'Latest'}
      </Button>
    </div>
  );
}
