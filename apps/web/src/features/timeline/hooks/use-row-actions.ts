import { useMemo, useRef } from 'react';

import type { Message } from '@hallway/contracts-messages';

import type { PaneOverlay } from '../components/pane-overlay';
import type { RowActions } from '../components/row-actions';
import { rowKeyOf } from './timeline-scope';
import type { Commands } from './use-commands';

interface RowActionsInput {
  commands: Commands;
  open: (overlay: PaneOverlay) => void;
  reply: (message: Message) => void;
  setEditing: (message: Message | null) => void;
  jumpTo: (seq: number) => void;
  toComposer: () => void;
  scroller: HTMLElement | null;
}

/** What rows ask for; one object for the whole visit, so that rows need not be drawn again. */
export function useRowActions(input: RowActionsInput): RowActions {
  const latest = useRef(input);
  latest.current = input;
  return useMemo<RowActions>(() => {
    const open = (overlay: PaneOverlay) => latest.current.open(overlay);
    const endEdit = () => {
      latest.current.setEditing(null);
      latest.current.toComposer();
    };
    return {
      reply: (message) => latest.current.reply(message),
      beginEdit: (message) => latest.current.setEditing(message),
      endEdit,
      saveEdit: (message, text) => {
        void latest.current.commands.edit(message, text);
        endEdit();
      },
      askDelete: (message) => open({ kind: 'delete', message }),
      openMenu: (message, at) => open({ kind: 'menu', message, at }),
      openSheet: (message) => open({ kind: 'sheet', message }),
      openPicker: (message) => open({ kind: 'picker', message, at: cornerOf(latest.current.scroller, message) }),
      showReceipts: (message) => open({ kind: 'receipts', message }),
      showPicture: (message, index) => open({ kind: 'viewer', message, index }),
      pickDate: (day) => open({ kind: 'date', day }),
      jumpTo: (seq) => latest.current.jumpTo(seq),
    };
  }, []);
}

/** The end of a row's upper edge, where its toolbar is; the middle of the screen without one. */
export function cornerOf(scroller: HTMLElement | null, message: Message): { x: number; y: number } {
  const row = scroller?.querySelector(`[data-key="${CSS.escape(rowKeyOf(message))}"]`)?.getBoundingClientRect();
  return row ? { x: row.right - 24, y: row.top + 16 } : { x: window.innerWidth / 2, y: window.innerHeight / 2 };
}
