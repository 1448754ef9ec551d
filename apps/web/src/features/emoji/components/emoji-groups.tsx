import { Apple, Flag, Hand, Heart, Lightbulb, type LucideIcon, PawPrint, Plane, Smile, Trophy } from 'lucide-react';
import { useState } from 'react';

import { IconButton, walkToolbar } from '@hallway/ui';

import styles from './emoji-picker.module.css';

export interface EmojiGroup {
  /** As the data counts them. */
  index: number;
  label: string;
  /** How many emoji it has. */
  count: number;
}

const signs: Record<number, LucideIcon> = { 0: Smile, 1: Hand, 3: PawPrint, 4: Apple, 5: Plane, 6: Trophy, 7: Lightbulb, 8: Heart, 9: Flag };

interface EmojiGroupsProps {
  groups: readonly EmojiGroup[];
  columns: number;
  viewport: HTMLElement | null;
}

/** Leads to each group of the list. One stop for the Tab key; the arrow keys walk. */
export function EmojiGroups({ groups, columns, viewport }: EmojiGroupsProps) {
  const [stop, setStop] = useState(0);
  return (
    <div className={styles.groups} role="toolbar" aria-label="Groups" onKeyDown={walkToolbar}>
      {groups.map(({ index, label }, place) => {
        const Sign = signs[index] ?? Smile;
        return (
          <IconButton
            key={index}
            size="small"
            label={label}
            title={label}
            tabIndex={place === stop ? 0 : -1}
            onFocus={() => setStop(place)}
            onClick={() => viewport?.scrollTo({ top: startOf(groups.slice(0, place), columns, viewport) })}
          >
            <Sign />
          </IconButton>
        );
      })}
    </div>
  );
}

/** The pixels that these groups take; the list knows the heights of its rows and headings. */
function startOf(before: readonly EmojiGroup[], columns: number, viewport: HTMLElement): number {
  const style = getComputedStyle(viewport);
  const heightOf = (part: string) => parseFloat(style.getPropertyValue(`--frimousse-${part}-height`)) || 0;
  const rows = before.reduce((sum, { count }) => sum + Math.ceil(count / columns), 0);
  return before.length * heightOf('category-header') + rows * heightOf('row');
}
