import { readdirSync, readFileSync } from 'node:fs';

import { signal } from '../../../local-stack/processes.mjs';

/** Signals a process and all its descendants; PostgreSQL's are in sessions of their own, where its signal does not reach them. */
export function signalFamily(pid: number, name: NodeJS.Signals): void {
  for (const member of [...descendantsOf(pid), pid]) signal(member, name);
}

function descendantsOf(pid: number): number[] {
  const parents = parentsOfAll();
  const found: number[] = [];
  for (let queue = [pid]; queue.length > 0;) {
    const parent = queue.pop();
    const children = parents.filter(([, of]) => of === parent).map(([child]) => child);
    found.push(...children);
    queue = [...queue, ...children];
  }
  return found;
}

function parentsOfAll(): [pid: number, parent: number][] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      const parent = parentOf(name);
      return parent === undefined ? [] : [[Number(name), parent]];
    });
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined; // it ended while we looked
  }
}
