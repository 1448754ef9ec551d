import { makeLink, type Mark, newLine, toggleLines, toggleMark } from './formatting';
import type { Edit, Selected } from './text-edit';

export type ComposerAction = 'send' | 'new-line' | 'edit-last' | 'end-reply' | 'link' | 'quote' | 'list' | 'numbers' | Mark;

interface Where {
  /** Nothing is written and nothing attached. */
  empty: boolean;
  /** Some of the text is selected. */
  selected: boolean;
}

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode'>;

const formats: Record<string, ComposerAction> = { KeyB: 'bold', KeyI: 'italic', KeyE: 'code' };
const shifted: Record<string, ComposerAction> = { KeyX: 'strike', Digit7: 'numbers', Digit8: 'list', Digit9: 'quote' };

/** What a key means in the composer. Letters are recognised by their place, so that every layout has them. */
export function composerAction(event: Keys, { empty, selected }: Where): ComposerAction | undefined {
  // Enter ends a composition of an input method; it never sends then (229 is how older engines say so).
  if (event.isComposing || event.keyCode === 229 || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'Enter') return 'send';
    // Without words to link, the same keys jump to a conversation.
    if (event.code === 'KeyK' && !event.shiftKey) return selected ? 'link' : undefined;
    return (event.shiftKey ? shifted : formats)[event.code];
  }
  if (event.key === 'Enter') return event.shiftKey ? 'new-line' : 'send';
  if (event.shiftKey) return undefined;
  if (event.key === 'Escape') return 'end-reply';
  return event.key === 'ArrowUp' && empty ? 'edit-last' : undefined;
}

/** The change of the text that an action stands for; `null` when it is something else, or what the browser does anyway. */
export function editOf(action: ComposerAction, selected: Selected): Edit | null {
  switch (action) {
    case 'new-line':
      return newLine(selected);
    case 'link':
      return makeLink(selected);
    case 'quote':
    case 'list':
    case 'numbers':
      return toggleLines(selected, action);
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return toggleMark(selected, action);
    default:
      return null;
  }
}
