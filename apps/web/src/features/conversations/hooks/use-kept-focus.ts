import { type FocusEvent, useEffect, useRef } from 'react';

/**
 * A row that had the focus and is gone hands it on: to the row that the Tab key goes to, or where there is none to what
 * `otherwise` finds. Without, the focus falls to the page, and the next key leads to its beginning.
 *
 * @returns what the list has to be given
 */
export function useKeptFocus(otherwise: () => HTMLElement | null) {
  const list = useRef<HTMLUListElement>(null);
  const held = useRef(false);
  useEffect(() => {
    if (!held.current || document.activeElement !== document.body) return;
    const next = list.current?.querySelector<HTMLElement>('a[tabindex="0"]') ?? otherwise();
    held.current = list.current !== null;
    next?.focus({ preventScroll: true });
  });
  const onFocus = () => {
    held.current = true;
  };
  // No blur comes from a row that is taken away.
  const onBlur = (event: FocusEvent<HTMLUListElement>) => {
    held.current = event.currentTarget.contains(event.relatedTarget);
  };
  return { ref: list, onFocus, onBlur };
}
