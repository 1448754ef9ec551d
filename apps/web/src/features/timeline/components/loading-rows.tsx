import { Skeleton, VisuallyHidden } from '@hallway/ui';

import styles from './loading-rows.module.css';

const widths = [62, 44, 71];

/** Holds the place of the first messages; only when they do not come at once. */
export function LoadingRows() {
  return (
    <div className={styles.rows} role="status">
      <VisuallyHidden>Loading messages</VisuallyHidden>
      {widths.map((width) => (
        <div key={width} className={styles.row}>
          <Skeleton shape="circle" width="2.25rem" height="2.25rem" />
          <div className={styles.words}>
            <Skeleton width="8rem" />
            <Skeleton width={`${width}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
