import type { Message } from '@hallway/contracts-messages';
import { Menu, MenuItem, MenuRow, MenuRowItem, MenuSeparator } from '@hallway/ui/menu';
import { useTimeline } from '../hooks/timeline-scope';
import { menuEntries } from './menu-entries';
import styles from './message-menu.module.css';
import { quickEmoji } from './quick-emoji';
import type { RowActions, ScreenPoint } from './row-actions';

interface MessageMenuProps {
  message: Message;
  at: ScreenPoint;
  actions: RowActions;
  onClose: () => void;
  returnFocus: () => void;
}

/** What can be done to a message, where the pointer or the row is. */
export function MessageMenu({ message, at, actions, onClose, returnFocus }: MessageMenuProps) {
  const scope = useTimeline();
  const anchor = <button type="button" className={styles.anchor} style={{ insetInlineStart: at.x, insetBlockStart: at.y }} tabIndex={-1} aria-label="Message actions" />;
  return (
    <Menu
      open
      onOpenChange={(open) => !open && onClose()}
      trigger={anchor}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        returnFocus();
      }}
    >
      <MenuRow label="Reactions">
        {quickEmoji.map(({ emoji, name }) => <MenuRowItem key={emoji} label={`React with ${name}`} onSelect={() => scope.commands.react(message, emoji)}>{emoji}</MenuRowItem>)}
      </MenuRow>
      <MenuSeparator />
      {menuEntries(message, scope, actions).map(({ label, icon, keys, danger, run }) => (
        <MenuItem key={label} icon={icon} shortcut={keys} danger={danger} onSelect={run}>{label}</MenuItem>
      ))}
    </Menu>
  );
}
