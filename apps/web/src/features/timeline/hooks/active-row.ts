import { LocalStore } from '../../../lib/local-store';

export interface ActiveRowState {
  /** The row with the keyboard in it. */
  focused: string | null;
  /** The row under the pointer. */
  hovered: string | null;
  /** A row whose menu or picker is open. */
  held: string | null;
  /** What was used last. */
  by: 'keys' | 'pointer';
}

/** Which row the reader is at: it has the toolbar, and its links can be reached with Tab. */
export class ActiveRow extends LocalStore<ActiveRowState> {
  constructor() {
    super({ focused: null, hovered: null, held: null, by: 'pointer' });
  }

  update(changes: Partial<ActiveRowState>): void {
    const state = this.getSnapshot();
    const next = { ...state, ...changes };
    if ((Object.keys(next) as (keyof ActiveRowState)[]).some((name) => next[name] !== state[name])) this.set(next);
  }
}

/** The one row that shows its toolbar. */
export function rowWithTools({ held, focused, hovered, by }: ActiveRowState): string | null {
  return held ?? (by === 'keys' ? (focused ?? hovered) : (hovered ?? focused));
}
