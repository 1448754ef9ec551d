import type { ShortcutId } from './shortcuts';

interface Words {
  keys: string;
  label: string;
}

/** What works anywhere in the chat. */
export const shortcutWords: Record<ShortcutId, Words> = {
  switcher: { keys: 'Mod+K', label: 'Jump to a conversation or person' },
  search: { keys: 'Mod+Shift+F', label: 'Search messages' },
  new: { keys: 'Alt+N', label: 'New conversation' },
  next: { keys: 'Alt+↓', label: 'Next conversation' },
  previous: { keys: 'Alt+↑', label: 'Previous conversation' },
  'next-unread': { keys: 'Alt+Shift+↓', label: 'Next unread conversation' },
  'previous-unread': { keys: 'Alt+Shift+↑', label: 'Previous unread conversation' },
  details: { keys: 'Alt+I', label: 'Conversation details' },
  settings: { keys: 'Mod+,', label: 'Settings' },
  landmark: { keys: 'F6', label: 'Go to the next part of the page' },
  shortcuts: { keys: 'Mod+/', label: 'This list (also ?)' },
};

/** What only works while the composer has the focus; bound there. */
export const writingShortcuts = [
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

/** What only works while a message has the focus; bound there. */
export const messageShortcuts = [
  { keys: '↑ ↓', label: 'Previous and next message' },
  { keys: 'R', label: 'Reply' },
  { keys: 'E', label: 'Edit' },
  { keys: '+', label: 'Add a reaction' },
  { keys: 'C', label: 'Copy the text' },
  { keys: 'L', label: 'Copy a link' },
  { keys: 'P', label: 'Pin, or take the pin off' },
  { keys: 'S', label: 'Seen by' },
  { keys: 'D', label: 'Jump to a date' },
  { keys: 'M', label: 'All actions, also in the list of conversations' },
  { keys: 'Del', label: 'Delete' },
] as const;
