import { createContext, useContext, useSyncExternalStore } from 'react';

import type { Message } from '@hallway/contracts-messages';

import { type ActiveRow, rowWithTools } from './active-row';
import type { Commands } from './use-commands';

/** What every part of one conversation's timeline may need. */
export interface TimelineScope {
  conversationId: string;
  me: { id: string; username: string };
  /** Messages of others may be deleted by owner and admins of a group. */
  runsGroup: boolean;
  isGroup: boolean;
  active: ActiveRow;
  commands: Commands;
}

export const TimelineContext = createContext<TimelineScope | null>(null);

export function useTimeline(): TimelineScope {
  const scope = useContext(TimelineContext);
  if (!scope) throw new Error('useTimeline needs a TimelineContext');
  return scope;
}

/** Is the keyboard in this row? */
export function useRowFocused(key: string): boolean {
  const { active } = useTimeline();
  return useSyncExternalStore(active.subscribe, () => active.getSnapshot().focused === key);
}

/** Does this row have the toolbar? */
export function useRowHasTools(key: string): boolean {
  const { active } = useTimeline();
  return useSyncExternalStore(active.subscribe, () => rowWithTools(active.getSnapshot()) === key);
}

/** Can what is in a row be reached with Tab? Only in the row with the keyboard: the list is one stop. */
export const TabStopContext = createContext(0);

export function useTabStop(): number {
  return useContext(TabStopContext);
}

/** How the row of a message is called by the list. */
export function rowKeyOf(message: Message): string {
  return message.clientMessageId + message.senderId;
}
