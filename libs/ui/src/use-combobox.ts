import type { KeyboardEvent, MouseEvent } from 'react';
import { useId, useState } from 'react';

export interface ComboboxOptions<Item> {
  items: readonly Item[];
  /** Whether the list is shown. */
  open: boolean;
  /** Stable identity of an item; decides which one stays active when the items change. */
  keyOf: (item: Item) => string;
  onSelect: (item: Item) => void;
  /** Escape was pressed. */
  onClose: () => void;
  /** The name of the list. */
  label: string;
  /** For a textarea, whose role must stay a text box. */
  multiline?: boolean;
  /** Tab chooses too, as in a mention list. */
  selectOnTab?: boolean;
}

/** What `useCombobox` gives: spread the props on the field, the list and the options. */
export interface Combobox<Item> {
  activeIndex: number;
  activeItem: Item | undefined;
  fieldProps: Record<string, unknown> & { onKeyDown: (event: KeyboardEvent) => void };
  listProps: { id: string; role: 'listbox'; 'aria-label': string };
  optionProps: (index: number) => {
    id: string;
    role: 'option';
    'aria-selected': boolean;
    ref: ((element: HTMLElement | null) => void) | undefined;
    onMouseMove: () => void;
    onMouseDown: (event: MouseEvent) => void;
    onClick: () => void;
  };
}

/**
 * The ARIA 1.2 combobox pattern for any field: the focus stays in the field and the keys move an active
 * option. Call `fieldProps.onKeyDown` first and stop when the event was prevented.
 */
export function useCombobox<Item>(options: ComboboxOptions<Item>): Combobox<Item> {
  const { items, open, keyOf, onSelect, label } = options;
  const listId = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const found = items.findIndex((item) => keyOf(item) === activeKey);
  // The best match comes first, so it is the one Enter takes until the reader moves.
  const activeIndex = open && items.length > 0 ? Math.max(0, found) : -1;
  const optionId = (index: number) => `${listId}-${index}`;
  const moves: Moves = {
    activeIndex,
    activate: (index) => setActiveKey(index in items ? keyOf(items[index] as Item) : null),
    select: (index) => {
      if (index in items) {
        setActiveKey(null);
        onSelect(items[index] as Item);
      }
    },
    reset: () => setActiveKey(null),
  };
  return {
    activeIndex,
    activeItem: items[activeIndex],
    fieldProps: {
      ...fieldRole(options, listId, activeIndex >= 0 ? optionId(activeIndex) : undefined),
      onKeyDown: (event) => handleKey(event, options, moves),
    },
    listProps: { id: listId, role: 'listbox', 'aria-label': label },
    optionProps: (index) => ({ id: optionId(index), ...optionProps(index, moves) }),
  };
}

function optionProps(index: number, { activeIndex, activate, select }: Moves) {
  return {
    role: 'option' as const,
    'aria-selected': index === activeIndex,
    ref: index === activeIndex ? scrollIntoSight : undefined,
    onMouseMove: () => activate(index),
    // The focus stays in the field.
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
    onClick: () => select(index),
  };
}

function fieldRole<Item>({ open, multiline }: ComboboxOptions<Item>, listId: string, activeId: string | undefined) {
  const shared = { 'aria-autocomplete': 'list', 'aria-controls': open ? listId : undefined, 'aria-activedescendant': activeId, autoComplete: 'off' };
  // A text box does not support aria-expanded; a combobox needs it.
  return multiline ? { ...shared, 'aria-haspopup': 'listbox' } : { ...shared, role: 'combobox', 'aria-expanded': open };
}

interface Moves {
  activeIndex: number;
  activate: (index: number) => void;
  select: (index: number) => void;
  reset: () => void;
}

const pageStep = 6;

function handleKey<Item>(event: KeyboardEvent, { items, open, onClose, selectOnTab }: ComboboxOptions<Item>, moves: Moves): void {
  // An input method is composing: its keys are not ours (229 is how older engines say so).
  if (!open || event.nativeEvent.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const last = items.length - 1;
  const actions: Record<string, (() => void) | undefined> = {
    ArrowDown: () => moves.activate(moves.activeIndex >= last ? 0 : moves.activeIndex + 1),
    ArrowUp: () => moves.activate(moves.activeIndex <= 0 ? last : moves.activeIndex - 1),
    PageDown: () => moves.activate(Math.min(last, moves.activeIndex + pageStep)),
    PageUp: () => moves.activate(Math.max(0, moves.activeIndex - pageStep)),
    Enter: event.shiftKey ? undefined : () => moves.select(moves.activeIndex),
    Tab: selectOnTab && !event.shiftKey ? () => moves.select(moves.activeIndex) : undefined,
  };
  const action =
    event.key === 'Escape'
      ? () => {
          moves.reset();
          onClose();
        }
      : last >= 0 && actions[event.key];
  if (action) {
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}

/** Scrolls the list only: `scrollIntoView` would move the page under it too. */
function scrollIntoSight(element: HTMLElement | null): void {
  const list = element?.closest('[role="listbox"]');
  if (element && list) {
    const option = element.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    list.scrollTop += Math.min(0, option.top - frame.top) + Math.max(0, option.bottom - frame.bottom);
  }
}
