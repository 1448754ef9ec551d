import { useEffect, useRef } from 'react';

import { isMac } from '../lib/keys';
import { type ShortcutId, shortcutOf } from './shortcuts';

/** Runs the action of each shortcut; those without an action are left to the browser. */
export function useShortcuts(actions: Partial<Record<ShortcutId, () => void>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = shortcutOf(event, { mac: isMac, typing: isTyping(event.target) });
      const action = id && latest.current[id];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
