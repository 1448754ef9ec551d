import { Button, Spinner } from '@hallway/ui';

import styles from './list-edge.module.css';

interface ListEdgeProps {
  side: 'before' | 'after';
  shown: boolean;
  failed: boolean;
  onRetry: () => void;
}

/** Beyond the loaded rows: more is on its way, or could not be had. */
export function ListEdge({ side, shown, failed, onRetry }: ListEdgeProps) {
  if (!shown) return null;
  return (
    <div className={styles.edge} data-side={side}>
      {failed ? (
        <Button size="small" onClick={onRetry}>
          Not loaded. Try again
        </Button>
      ) : (
        <Spinner label={side === 'before' ? 'Loading older messages' : 'Loading newer messages'} />
      )}
    </div>
  );
}
