import { useCallback, useSyncExternalStore } from 'react';

import { type UserStores, useUserStore } from './person/user-stores';

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

const none: Draft = { text: '', start: 0, end: 0, reply: null };

/** A user's drafts by conversation, kept on this device; all tabs of the browser share them. */
export class Drafts {
  private readonly listeners = new Set<(conversationId: string) => void>();
  private readonly composers = new Map<string, (text: string) => void>();

  constructor(private readonly stores: UserStores) {}

  read(conversationId: string): Draft {
    return this.stores.storage.read(`draft:${conversationId}`, none);
  }

  write(conversationId: string, draft: Draft): void {
    if (draft.text.trim() === '' && draft.reply === null) this.stores.storage.forget(`draft:${conversationId}`);
    else this.stores.storage.write(`draft:${conversationId}`, draft);
    for (const listener of this.listeners) listener(conversationId);
  }

  /** Adds to what is written, be its composer on screen or not. */
  append(conversationId: string, text: string): void {
    if (text === '') return;
    const composer = this.composers.get(conversationId);
    if (composer) return composer(text);
    const draft = this.read(conversationId);
    const end = draft.text.length + text.length;
    this.write(conversationId, { ...draft, text: draft.text + text, start: end, end });
  }

  /** `composer` is on screen and takes what is added; the result ends that. */
  onAppend(conversationId: string, composer: (text: string) => void): () => void {
    this.composers.set(conversationId, composer);
    return () => void this.composers.delete(conversationId);
  }

  /** Calls `listener` when a draft was written in this tab; the result ends that. */
  onWrite(listener: (conversationId: string) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Calls `listener` when another tab has changed this draft; the result ends that. */
  onOtherTab(conversationId: string, listener: () => void): () => void {
    return this.stores.storage.onOtherTab(`draft:${conversationId}`, listener);
  }
}

/** The text of a draft, for the list; empty when there is none. Follows this tab and the others. */
export function useDraftText(conversationId: string): string {
  const drafts = useUserStore(Drafts);
  const subscribe = useCallback(
    (changed: () => void) => {
      const endHere = drafts.onWrite((id) => id === conversationId && changed());
      const endOther = drafts.onOtherTab(conversationId, changed);
      return () => {
        endHere();
        endOther();
      };
    },
    [drafts, conversationId],
  );
  return useSyncExternalStore(subscribe, () => drafts.read(conversationId).text.trim());
}
