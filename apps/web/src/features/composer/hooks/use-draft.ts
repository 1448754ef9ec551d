import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

import { type DraftReply, Drafts } from '../../../lib/drafts';
import { useUserStore } from '../../../lib/person/user-stores';

/** A pause in typing as long as this writes the draft down. */
const pauseMs = 250;

interface Written {
  text: string;
  reply: DraftReply | null;
}

/** What is being written, as it was left, with the caret and the answered message. */
export function useDraft(conversationId: string, field: RefObject<HTMLTextAreaElement | null>) {
  const drafts = useUserStore(Drafts);
  const [begun] = useState(() => drafts.read(conversationId));
  const [written, setWritten] = useState<Written>({ text: begun.text, reply: begun.reply });
  const [caret, setCaret] = useState(begun.end);
  const latest = useRef({ ...written, start: begun.start, end: begun.end });
  const unsaved = useRef(false);
  const save = useCallback(() => {
    if (!unsaved.current) return;
    unsaved.current = false;
    drafts.write(conversationId, latest.current);
  }, [drafts, conversationId]);
  const change = useCallback((changed: Partial<Written>) => {
    unsaved.current = true;
    Object.assign(latest.current, changed);
    setWritten(({ text, reply }) => ({ text, reply, ...changed }));
  }, []);
  /** Takes over where the caret is. */
  const follow = useCallback(({ selectionStart: start, selectionEnd: end }: HTMLTextAreaElement) => {
    Object.assign(latest.current, { start, end });
    setCaret(start === end ? end : -1);
  }, []);
  /** The words were handed over: nothing is shown, and they stay written down until they are kept elsewhere. */
  const empty = useCallback(() => {
    save();
    change({ text: '', reply: null });
    unsaved.current = false;
  }, [change, save]);
  /** They are kept elsewhere. */
  const forget = useCallback(() => {
    if (latest.current.text !== '') return;
    unsaved.current = true;
    save();
  }, [save]);
  /** They are not: back they come, before what was typed since. */
  const restore = useCallback(
    ({ text, reply }: Written) => {
      const typed = latest.current.text;
      change({ text: typed === '' ? text : `${text}\n${typed}`, reply });
      save();
    },
    [change, save],
  );
  useEffect(() => {
    const timer = setTimeout(save, pauseMs);
    return () => clearTimeout(timer);
  }, [written, save]);
  useEffect(() => {
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);
  useEffect(
    () =>
      drafts.onOtherTab(conversationId, () => {
        // The user writes in the other tab, or has sent from there.
        const { text, reply, start, end } = drafts.read(conversationId);
        latest.current = { text, reply, start, end };
        unsaved.current = false;
        setWritten({ text, reply });
      }),
    [drafts, conversationId],
  );
  useEffect(() => drafts.onAppend(conversationId, (text) => change({ text: latest.current.text + text })), [drafts, conversationId, change]);
  useEffect(() => field.current?.setSelectionRange(begun.start, begun.end), [field, begun]);
  return { ...written, caret, change, follow, empty, forget, restore };
}
