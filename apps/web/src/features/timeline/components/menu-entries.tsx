import { CheckCheck, Copy, Link2, Pencil, Pin, PinOff, Reply, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Message } from '@hallway/contracts-messages';

import type { TimelineScope } from '../hooks/timeline-scope';
import type { RowActions } from './row-actions';

export interface MenuEntry {
  label: string;
  icon: ReactNode;
  /** The key that does the same on a row with the focus. */
  keys?: string;
  danger?: boolean;
  run: () => void;
}

/** All that can be done to a message by this person; the menu and the sheet show the same. */
export function menuEntries(message: Message, { me, runsGroup, commands }: TimelineScope, actions: RowActions): MenuEntry[] {
  const mine = message.senderId === me.id;
  const entries: (MenuEntry | false)[] = [
    { label: 'Reply', icon: <Reply />, keys: 'R', run: () => actions.reply(message) },
    mine && { label: 'Edit', icon: <Pencil />, keys: 'E', run: () => actions.beginEdit(message) },
    message.body !== '' && { label: 'Copy text', icon: <Copy />, keys: 'C', run: () => commands.copyText(message) },
    { label: 'Copy link', icon: <Link2 />, keys: 'L', run: () => commands.copyLink(message) },
    { label: message.pinned ? 'Unpin' : 'Pin', icon: message.pinned ? <PinOff /> : <Pin />, keys: 'P', run: () => commands.togglePin(message) },
    { label: 'Seen by', icon: <CheckCheck />, keys: 'S', run: () => actions.showReceipts(message) },
    (mine || runsGroup) && { label: 'Delete', icon: <Trash2 />, keys: 'Del', danger: true, run: () => actions.askDelete(message) },
  ];
  return entries.filter((entry) => entry !== false);
}
