import type { CSSProperties, ReactNode } from 'react';
import { useState } from 'react';

import styles from './avatar.module.css';
import { hueOf, initialsOf } from './avatar-look';
import { classNames } from './class-names';
import type { PresenceLevel } from './presence-dot';
import { PresenceDot } from './presence-dot';

export interface AvatarProps {
  /** The colour follows the id, so that a person keeps it when renamed. */
  id: string;
  name: string;
  /** A picture that the page may load, such as a blob address; null while there is none. */
  src?: string | null;
  /** Pixels across. */
  size?: number;
  /** Rooms are square, people round. */
  shape?: 'round' | 'square';
  /** Shown instead of initials, such as a # icon for a room. */
  icon?: ReactNode;
  presence?: PresenceLevel;
  /** Read out for the presence, such as "online". */
  presenceLabel?: string;
  className?: string;
}

const smallSize = 28;

/** A person or a room as a picture. Decoration beside a name, so it has no name of its own. */
export function Avatar(props: AvatarProps) {
  const { id, name, src, size = 36, shape = 'round', icon, presence, presenceLabel, className } = props;
  const [brokenSrc, setBrokenSrc] = useState<string | null>(null);
  const style = { '--avatar-size': `${size / 16}rem`, '--avatar-hue': `var(--hue-${hueOf(id)})` } as CSSProperties;
  // Two letters are too small to read in the smallest ones.
  const initials = initialsOf(name, size < smallSize ? 1 : 2);
  const dot = Math.max(7, Math.round(size * 0.28));
  return (
    <span className={classNames(styles.avatar, styles[shape], size < smallSize && styles.small, className)} style={style}>
      {src && src !== brokenSrc ? (
        <img className={styles.picture} src={src} alt="" draggable={false} onError={() => setBrokenSrc(src)} />
      ) : (
        <span className={styles.initials} aria-hidden="true">
          {icon ?? initials}
        </span>
      )}
      {presence && (
        <span className={styles.presence}>
          <PresenceDot presence={presence} size={dot} label={presenceLabel} />
        </span>
      )}
    </span>
  );
}
