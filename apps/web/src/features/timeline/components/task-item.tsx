import { Square, SquareCheck } from 'lucide-react';

import type { BlockNode } from '@hallway/markup';

import styles from './markup-view.module.css';

interface Task {
  done: boolean;
  /** The item without its box. */
  rest: readonly BlockNode[];
}

/** `[ ] words` and `[x] words` at the beginning of a list item are a task. */
export function taskOf([first, ...others]: readonly BlockNode[]): Task | undefined {
  const [words, ...inlines] = first?.type === 'paragraph' ? first.children : [];
  if (words?.type !== 'text') return undefined;
  const box = /^\[([ x])\](?:\s+|$)/i.exec(words.text);
  if (!box) return undefined;
  const text = words.text.slice(box[0].length);
  return { done: box[1] !== ' ', rest: [{ type: 'paragraph', children: [{ type: 'text', text }, ...inlines] }, ...others] };
}

/** Shows whether a task is done; it is changed by editing the message. */
export function TaskBox({ done }: { done: boolean }) {
  const Sign = done ? SquareCheck : Square;
  return <Sign className={styles.box} role="img" aria-label={done ? 'Done' : 'To do'} data-done={done} />;
}
