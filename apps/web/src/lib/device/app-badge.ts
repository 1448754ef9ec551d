/** Shows how much waits on the icon of an installed Hallway, where the system has that. */
export function showAppBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return;
  navigator.setAppBadge(count).catch(() => undefined); // refused: then there is no badge
}
