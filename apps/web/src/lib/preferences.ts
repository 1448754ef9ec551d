import { useSyncExternalStore } from 'react';

import { deviceStorage } from './device/device-storage';

export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export const widths = ['column', 'full'] as const;
export const densities = ['comfortable', 'compact'] as const;

/** How this device shows Hallway, and what it notifies of. */
export interface Preferences {
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  /** How wide messages may be. */
  width: (typeof widths)[number];
  /** 1 is a root size of 16 pixels. */
  textScale: number;
  /** `mentions`: these, and direct messages. */
  notify: 'all' | 'mentions' | 'none';
}

/** The script in index.html reads `hallway-preferences` too. */
const name = 'preferences';
const usual: Preferences = { theme: 'system', density: 'comfortable', width: 'column', textScale: 1, notify: 'mentions' };
const listeners = new Set<() => void>();
let current = deviceStorage.read(name, usual);

/** As they are now. */
export function preferences(): Preferences {
  return current;
}

export function usePreferences(): [Preferences, (changed: Partial<Preferences>) => void] {
  return [useSyncExternalStore(subscribe, () => current), change];
}

function change(changed: Partial<Preferences>): void {
  current = { ...current, ...changed };
  deviceStorage.write(name, current);
  show();
}

function show(): void {
  const root = document.documentElement;
  if (current.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = current.theme;
  root.dataset.density = current.density;
  root.dataset.width = current.width;
  root.style.setProperty('--text-scale', String(current.textScale));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) deviceStorage.onOtherTab(name, follow);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Another tab has chosen. */
function follow(): void {
  current = deviceStorage.read(name, usual);
  show();
}
