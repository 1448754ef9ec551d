/** A text and what of it is selected. */
export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Puts `insert` in place of `from` to `to`, then selects `start` to `end`. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  start: number;
  end: number;
}

/** What a field would show after the edit. */
export function edited({ text }: Pick<Selected, 'text'>, { from, to, insert, start, end }: Edit): Selected {
  return { text: text.slice(0, from) + insert + text.slice(to), start, end };
}

/** Puts `insert` in place of `from` to `to` and the caret behind it. */
export function insertion(from: number, to: number, insert: string): Edit {
  return { from, to, insert, start: from + insert.length, end: from + insert.length };
}

/** Browsers insert each line by itself, some milliseconds each; a long text goes in at once, at the price of its undo. */
const mostTypedLines = 40;

/** Edits a field as if it were typed, so that the browser can undo it and the page gets the event. */
export function applyEdit(field: HTMLTextAreaElement, { from, to, insert, start, end }: Edit): void {
  field.focus();
  field.setSelectionRange(from, to);
  // The only way into the undo history of a field; browsers keep it for that.
  const typed =
    insert.split('\n').length <= mostTypedLines &&
    typeof document.execCommand === 'function' &&
    document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
  if (!typed && (from !== to || insert !== '')) {
    field.setRangeText(insert, from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(start, end);
}
