/** What the keyboard can do anywhere in the chat; its words are in `shortcut-words.ts`, with the dialog that shows them. */
const shortcuts = [
  { id: 'switcher', code: 'KeyK', mod: true },
  { id: 'search', code: 'KeyF', mod: true, shift: true },
  { id: 'new', code: 'KeyN', alt: true },
  { id: 'next', code: 'ArrowDown', alt: true },
  { id: 'previous', code: 'ArrowUp', alt: true },
  { id: 'next-unread', code: 'ArrowDown', alt: true, shift: true },
  { id: 'previous-unread', code: 'ArrowUp', alt: true, shift: true },
  { id: 'details', code: 'KeyI', alt: true },
  { id: 'settings', code: 'Comma', mod: true },
  { id: 'landmark', code: 'F6' },
  { id: 'shortcuts', code: 'Slash', mod: true },
] as const;

export type ShortcutId = (typeof shortcuts)[number]['id'];

interface Binding {
  code: string;
  mod?: boolean;
  alt?: boolean;
  shift?: boolean;
}

type Keys = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Which shortcut these keys are. Letters are recognised by their place, so that every layout has them. */
export function shortcutOf(event: Keys, { mac, typing }: { mac: boolean; typing: boolean }): ShortcutId | undefined {
  if (event.key === '?' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) return 'shortcuts';
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  if (otherMod) return undefined;
  const same = ({ code, mod: wantsMod = false, alt = false, shift = false }: Binding) =>
    code === event.code && wantsMod === mod && alt === event.altKey && shift === event.shiftKey;
  return shortcuts.find(same)?.id;
}
