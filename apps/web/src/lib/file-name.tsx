import { fileNameParts, plainFileName } from '@hallway/contracts-uploads';
import { classNames } from '@hallway/ui';

import styles from './file-name.module.css';

/** A stranger's name: its letters turn nothing around it, and however long it is, one sees what kind of file it is. */
export function FileName({ name, className }: { name: string; className?: string }) {
  const plain = shownName(name);
  const { stem, extension } = fileNameParts(plain);
  return (
    <bdi className={classNames(styles.name, className)} title={plain}>
      <span className={styles.stem}>{stem}</span>
      {extension && <span className={styles.extension}>{extension}</span>}
    </bdi>
  );
}

/** The name within a text, such as a label. */
export function shownName(name: string): string {
  return plainFileName(name) || 'file';
}
