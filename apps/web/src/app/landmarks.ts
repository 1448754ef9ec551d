/** Where the keyboard is most useful in a part of the page: to write, to choose, to do. */
const targets = ['textarea', 'a[tabindex="0"]', 'button'];

/** F6: the focus goes on to the next part of the page that can be seen. */
export function focusNextLandmark(): void {
  const landmarks = [...document.querySelectorAll<HTMLElement>('[data-landmark]')].filter((part) => part.getClientRects().length > 0);
  const here = landmarks.findIndex((part) => part.contains(document.activeElement));
  const next = landmarks[(here + 1) % landmarks.length];
  const target = targets.map((selector) => next?.querySelector<HTMLElement>(selector)).find((found) => found) ?? next;
  target?.focus();
}
