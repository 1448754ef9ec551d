import { Bold, Code, Italic, Link, List, ListOrdered, Quote, Strikethrough } from 'lucide-react';
import { type ReactNode, useState } from 'react';

import { IconButton, walkToolbar } from '@hallway/ui';

import { shownKeys } from '../../../lib/keys';
import { type ComposerAction, editOf } from './composer-keys';
import styles from './format-bar.module.css';
import type { Edit, Selected } from './text-edit';

const buttons: readonly { action: ComposerAction; label: string; keys: string; icon: ReactNode }[] = [
  { action: 'bold', label: 'Bold', keys: 'Mod+B', icon: <Bold /> },
  { action: 'italic', label: 'Italic', keys: 'Mod+I', icon: <Italic /> },
  { action: 'strike', label: 'Strikethrough', keys: 'Mod+Shift+X', icon: <Strikethrough /> },
  { action: 'code', label: 'Code', keys: 'Mod+E', icon: <Code /> },
  { action: 'link', label: 'Link', keys: 'Mod+K', icon: <Link /> },
  { action: 'quote', label: 'Quote', keys: 'Mod+Shift+9', icon: <Quote /> },
  { action: 'list', label: 'List', keys: 'Mod+Shift+8', icon: <List /> },
  { action: 'numbers', label: 'Numbered list', keys: 'Mod+Shift+7', icon: <ListOrdered /> },
];

/** Buttons for what the formatting keys do. One stop for the Tab key; the arrow keys walk. */
export function FormatBar({ onFormat }: { onFormat: (format: (selected: Selected) => Edit) => void }) {
  const [stop, setStop] = useState(0);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Formatting" onKeyDown={walkToolbar}>
      {buttons.map(({ action, label, keys, icon }, index) => (
        <IconButton
          key={action}
          size="small"
          label={label}
          title={`${label} (${shownKeys(keys)})`}
          tabIndex={index === stop ? 0 : -1}
          onFocus={() => setStop(index)}
          // The text keeps the focus and its selection.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() =>
            onFormat(
              (selected) => editOf(action, selected) ?? { from: selected.start, to: selected.start, insert: '', start: selected.start, end: selected.end },
            )
          }
        >
          {icon}
        </IconButton>
      ))}
    </div>
  );
}
