export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys such as `Mod+K` as this keyboard names them. */
export function shownKeys(keys: string, mac = isMac): string {
  if (mac) return keys.replace('Mod', '⌘').replace('Alt', '⌥').replace('Shift', '⇧').replaceAll('+', '');
  return keys.replace('Mod', 'Ctrl').replaceAll('+', ' ');
}
