/** What the keyboard can do anywhere in the chat. The `?` dialog is made from this table. */
export const shortcuts = [
  { id: 'switcher', keys: 'Mod+K', code: 'KeyK', mod: true, label: 'Jump to a conversation or person' },
  { id: 'search', keys: 'Mod+Shift+F', code: 'KeyF', mod: true, shift: true, label: 'Search messages' },
  { id: 'new', keys: 'Alt+N', code: 'KeyN', alt: true, label: 'New conversation' },
  { id: 'next', keys: 'Alt+↓', code: 'ArrowDown', alt: true, label: 'Next conversation' },
  { id: 'previous', keys: 'Alt+↑', code: 'ArrowUp', alt: true, label: 'Previous conversation' },
  { id: 'next-unread', keys: 'Alt+Shift+↓', code: 'ArrowDown', alt: true, shift: true, label: 'Next unread conversation' },
  { id: 'previous-unread', keys: 'Alt+Shift+↑', code: 'ArrowUp', alt: true, shift: true, label: 'Previous unread conversation' },
  { id: 'details', keys: 'Alt+I', code: 'KeyI', alt: true, label: 'Conversation details' },
  { id: 'settings', keys: 'Mod+,', code: 'Comma', mod: true, label: 'Settings' },
  { id: 'landmark', keys: 'F6', code: 'F6', label: 'Go to the next part of the page' },
  { id: 'shortcuts', keys: 'Mod+/', code: 'Slash', mod: true, label: 'This list (also ?)' },
] as const;

export type ShortcutId = (typeof shortcuts)[number]['id'];

interface Binding {
  code: string;
  mod?: boolean;
  alt?: boolean;
  shift?: boolean;
}

/** What only works while a message or the composer has the focus; bound there. */
export const localShortcuts = [
  { keys: 'Enter', label: 'Send the message' },
  { keys: 'Shift+Enter', label: 'New line; goes on with a list or quote' },
  { keys: 'Mod+B', label: 'Bold' },
  { keys: 'Mod+I', label: 'Italic' },
  { keys: 'Mod+E', label: 'Code' },
  { keys: 'Mod+Shift+X', label: 'Strikethrough' },
  { keys: 'Mod+K', label: 'Link (with words selected)' },
  { keys: 'Mod+Shift+8', label: 'List' },
  { keys: 'Mod+Shift+9', label: 'Quote' },
  { keys: '↑', label: 'Edit your last message (in an empty composer)' },
  { keys: 'Esc', label: 'Cancel a reply or an edit' },
] as const;

type Keys = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Which shortcut these keys are. Letters are told by their place, so that every layout has them. */
export function shortcutOf(event: Keys, { mac, typing }: { mac: boolean; typing: boolean }): ShortcutId | undefined {
  if (event.key === '?' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) return 'shortcuts';
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  if (otherMod) return undefined;
  const same = ({ code, mod: wantsMod = false, alt = false, shift = false }: Binding) =>
    code === event.code && wantsMod === mod && alt === event.altKey && shift === event.shiftKey;
  return shortcuts.find(same)?.id;
}
