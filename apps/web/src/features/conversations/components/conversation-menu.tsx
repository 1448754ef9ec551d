import { Bell, BellOff, CheckCheck, Link2 } from 'lucide-react';

import type { Conversation } from '@hallway/contracts-conversations';
import { ScreenAnchor, type ScreenPoint, useAnnounce } from '@hallway/ui';
import { Menu, MenuItem, MenuSeparator } from '@hallway/ui/menu';

import { useClient, useStore } from '../../../lib/client-context';
import { copyText } from '../../../lib/device/clipboard';
import { toasts } from '../../../lib/toasts';
import { useConversationActions } from '../hooks/use-conversation-actions';

interface ConversationMenuProps {
  conversation: Conversation;
  at: ScreenPoint;
  onClose: () => void;
}

/** What can be done to a conversation without opening it. */
export function ConversationMenu({ conversation: { id, unread, muted, lastSeq }, at, onClose }: ConversationMenuProps) {
  const client = useClient();
  const announce = useAnnounce();
  const { update } = useConversationActions(id);
  const waiting = [...useStore(client.conversations).byId.values()].filter((conversation) => conversation.unread > 0);
  const copyLink = async () => {
    if (await copyText(`${window.location.origin}/c/${id}`)) announce('Link copied');
    else toasts.show({ kind: 'danger', text: 'The browser does not allow copying here.' });
  };
  const readAll = () => waiting.forEach((conversation) => client.markRead(conversation.id, conversation.lastSeq));
  return (
    <Menu
      open
      onOpenChange={(open) => !open && onClose()}
      trigger={<ScreenAnchor at={at} label="Conversation actions" />}
      // The row gets the focus, not the place.
      onCloseAutoFocus={(event) => event.preventDefault()}
    >
      <MenuItem icon={<CheckCheck />} disabled={unread === 0} onSelect={() => client.markRead(id, lastSeq)}>
        Mark as read
      </MenuItem>
      <MenuItem icon={muted ? <Bell /> : <BellOff />} onSelect={() => update.mutate({ muted: !muted })}>
        {muted ? 'Unmute' : 'Mute'}
      </MenuItem>
      <MenuItem icon={<Link2 />} onSelect={() => void copyLink()}>
        Copy link
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<CheckCheck />} disabled={waiting.length === 0} onSelect={readAll}>
        Mark all as read
      </MenuItem>
    </Menu>
  );
}
