import type { KeyboardEvent } from 'react';

import type { Message } from '@hallway/contracts-messages';

import type { RowActions } from '../components/row-actions';
import type { TimelineScope } from './timeline-scope';

/** What a single key does to the message that has the focus; whether it did something. */
export function runRowKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  message: Message,
  scope: TimelineScope,
  actions: RowActions,
  at: { x: number; y: number },
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || message.body === null) return false;
  const { me, runsGroup, commands } = scope;
  const mine = message.senderId === me.id;
  const runs: Record<string, (() => void) | false> = {
    r: () => actions.reply(message),
    e: mine && (() => actions.beginEdit(message)),
    c: () => commands.copyText(message),
    l: () => commands.copyLink(message),
    p: () => commands.togglePin(message),
    d: () => actions.pickDate(message.createdAt),
    s: () => actions.showReceipts(message),
    m: () => actions.openMenu(message, at),
    '+': () => actions.openPicker(message),
    delete: (mine || runsGroup) && (() => actions.askDelete(message)),
  };
  const run = runs[event.key.toLowerCase()];
  if (run) run();
  return Boolean(run);
}
