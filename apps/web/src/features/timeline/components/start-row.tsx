import { Hand } from 'lucide-react';

import { Button } from '@hallway/ui';

import styles from './start-row.module.css';

interface StartRowProps {
  title: string;
  isGroup: boolean;
  /** Nothing was said yet. */
  empty: boolean;
  onWave: () => void;
}

/** Where a conversation begins: what it is for, and a first thing to do. */
export function StartRow({ title, isGroup, empty, onWave }: StartRowProps) {
  return (
    <div className={styles.start}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.words}>
        {isGroup
          ? 'This is the beginning of the group. Everything said here is kept for all who are in it, and for those who join later.'
          : `This is the beginning of what you and ${title} write to each other. Only the two of you can read it.`}
      </p>
      {empty && (
        <Button variant="secondary" icon={<Hand />} onClick={onWave}>
          {isGroup ? 'Say hello' : `Wave to ${title}`}
        </Button>
      )}
    </div>
  );
}
