import { useSyncExternalStore } from 'react';
import { keptByDevice } from './device/kept';

export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export const densities = ['comfortable', 'compact'] as const;

/** How this device shows Hallway. */
export interface Preferences {
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  /** 1 is a root size of 16 pixels. */
  textScale: number;
}

/** The script in index.html reads `hallway-preferences` too. */
const name = 'preferences';
const usual: Preferences = { theme: 'system', density: 'comfortable', textScale: 1 };
const listeners = new Set<() => void>();
let current = keptByDevice.read(name, usual);

export function usePreferences(): [Preferences, (changed: Partial<Preferences>) => void] {
  return [useSyncExternalStore(subscribe, () => current), change];
}

function change(changed: Partial<Preferences>): void {
  current = { ...current, ...changed };
  keptByDevice.write(name, current);
  show();
}

function show(): void {
  const root = document.documentElement;
  if (current.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = current.theme;
  root.dataset.density = current.density;
  root.style.setProperty('--text-scale', String(current.textScale));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) keptByDevice.onOtherTab(name, follow);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Another tab has chosen. */
function follow(): void {
  current = keptByDevice.read(name, usual);
  show();
}
