import type { Message } from '@hallway/contracts-messages';
import { ScreenAnchor, type ScreenPoint } from '@hallway/ui';
import { Menu, MenuItem, MenuRow, MenuRowItem, MenuSeparator } from '@hallway/ui/menu';

import { useTimeline } from '../hooks/timeline-scope';
import { menuEntries } from './menu-entries';
import { quickEmoji } from './quick-emoji';
import type { RowActions } from './row-actions';

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
  return (
    <Menu
      open
      onOpenChange={(open) => !open && onClose()}
      trigger={<ScreenAnchor at={at} label="Message actions" />}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        returnFocus();
      }}
    >
      <MenuRow label="Reactions">
        {quickEmoji.map(({ emoji, name }) => (
          <MenuRowItem key={emoji} label={`React with ${name}`} onSelect={() => scope.commands.react(message, emoji)}>
            {emoji}
          </MenuRowItem>
        ))}
      </MenuRow>
      <MenuSeparator />
      {menuEntries(message, scope, actions).map(({ label, icon, keys, danger, run }) => (
        <MenuItem key={label} icon={icon} shortcut={keys} danger={danger} onSelect={run}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
