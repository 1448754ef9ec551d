/** F6: the focus goes on to the next part of the page that can be seen. */
export function focusNextLandmark(): void {
  const landmarks = [...document.querySelectorAll<HTMLElement>('[data-landmark]')].filter((part) => part.offsetParent !== null);
  const here = landmarks.findIndex((part) => part.contains(document.activeElement));
  const next = landmarks[(here + 1) % landmarks.length];
  const target = next?.querySelector<HTMLElement>('[data-landmark-focus], textarea, a[tabindex="0"]') ?? next;
  target?.focus();
}
