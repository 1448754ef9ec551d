import { useCallback, useSyncExternalStore } from 'react';
import { forgetStored, readStored, writeStored } from './stored';

/** As much of the answered message as the composer shows. */
export interface DraftReply {
  id: string;
  senderId: string;
  excerpt: string;
}

/** What was written and not sent. */
export interface Draft {
  text: string;
  /** Where the caret was; a selection when they differ. */
  start: number;
  end: number;
  reply: DraftReply | null;
}

const prefix = 'hallway-draft:';
const none: Draft = { text: '', start: 0, end: 0, reply: null };
const listeners = new Set<(conversationId: string) => void>();

/** Drafts by conversation, kept on this device; all tabs of the browser share them. */
export const drafts = {
  read: (conversationId: string): Draft => readStored(prefix + conversationId, none),

  write: (conversationId: string, draft: Draft): void => {
    if (draft.text.trim() === '' && draft.reply === null) forgetStored(prefix + conversationId);
    else writeStored(prefix + conversationId, draft);
    for (const listener of listeners) listener(conversationId);
  },

  /** Calls `listener` when another tab has changed this draft; the result ends that. */
  onOtherTab: (conversationId: string, listener: () => void): (() => void) => {
    const hear = (event: StorageEvent) => {
      if (event.key === prefix + conversationId) listener();
    };
    window.addEventListener('storage', hear);
    return () => window.removeEventListener('storage', hear);
  },
};

/** The text of a draft, for the list; empty when there is none. Follows this tab and the others. */
export function useDraftText(conversationId: string): string {
  const subscribe = useCallback(
    (changed: () => void) => {
      const hear = (id: string) => {
        if (id === conversationId) changed();
      };
      listeners.add(hear);
      const endOther = drafts.onOtherTab(conversationId, changed);
      return () => {
        listeners.delete(hear);
        endOther();
      };
    },
    [conversationId],
  );
  return useSyncExternalStore(subscribe, () => drafts.read(conversationId).text.trim());
}
