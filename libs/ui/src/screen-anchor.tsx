import type { ComponentProps } from 'react';

import styles from './screen-anchor.module.css';

/** A place on the screen in pixels from its upper left corner. */
export interface ScreenPoint {
  x: number;
  y: number;
}

interface ScreenAnchorProps extends ComponentProps<'button'> {
  at: ScreenPoint;
  /** Names what opens here. */
  label: string;
}

/** Nothing to see: what a menu or popover hangs on when it opens at a place, as after a right click. */
export function ScreenAnchor({ at, label, ...attributes }: ScreenAnchorProps) {
  return <button {...attributes} type="button" className={styles.anchor} style={{ left: at.x, top: at.y }} tabIndex={-1} aria-label={label} />;
}
