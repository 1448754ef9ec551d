import { classNames } from './class-names';
import styles from './skeleton.module.css';

export interface SkeletonProps {
  shape?: 'text' | 'block' | 'circle';
  /** Any CSS length. */
  width?: string | number;
  height?: string | number;
  className?: string;
}

/** Holds the place of content that is on its way. Decoration: say "loading" once elsewhere. */
export function Skeleton({ shape = 'text', width, height, className }: SkeletonProps) {
  return <span aria-hidden="true" className={classNames(styles.skeleton, styles[shape], className)} style={{ inlineSize: width, blockSize: height }} />;
}
