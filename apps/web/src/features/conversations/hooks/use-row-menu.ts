import { type KeyboardEvent, type MouseEvent, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';

import type { ScreenPoint } from '@hallway/ui';

import { LongPress } from '../../../lib/long-press';

interface RowMenu {
  conversationId: string;
  at: ScreenPoint;
}

/** Opens the menu of a row: by the right button, by a finger that stays, by its key or M. */
export function useRowMenu() {
  const [menu, setMenu] = useState<RowMenu | null>(null);
  const [press] = useState(() => new LongPress());
  const opener = useRef<HTMLElement | null>(null);
  const handlers = useMemo(() => {
    const open = (target: EventTarget, place: (row: DOMRect) => ScreenPoint): boolean => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-conversation]') : null;
      if (!row) return false;
      opener.current = row;
      setMenu({ conversationId: row.dataset.conversation ?? '', at: place(row.getBoundingClientRect()) });
      return true;
    };
    return {
      onContextMenu: (event: MouseEvent) => {
        if (open(event.target, () => ({ x: event.clientX, y: event.clientY }))) event.preventDefault();
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey) return;
        if (open(event.target, ({ left, bottom }) => ({ x: left + 24, y: bottom }))) event.preventDefault();
      },
      onPointerDown: (event: PointerEvent) => {
        const { target, clientX: x, clientY: y } = event;
        if (event.pointerType !== 'mouse') press.begin(event, () => open(target, () => ({ x, y })));
      },
      onPointerMove: press.move,
      onPointerUp: press.end,
      onPointerCancel: press.end,
    };
  }, [press]);
  /** The focus goes back to the row. */
  const close = useCallback(() => {
    setMenu(null);
    opener.current?.focus({ preventScroll: true });
  }, []);
  return { menu, handlers, close };
}
