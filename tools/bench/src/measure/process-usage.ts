import { readdirSync, readFileSync } from 'node:fs';

interface Entry {
  pid: number;
  parent: number;
  /** Clock ticks, own and of children that have ended. */
  ticks: number;
  rssPages: number;
}

/** Linux counts CPU in these; `getconf CLK_TCK` says 100 on every common system. */
const ticksPerSecond = 100;
const pageBytes = 4_096;

function entryOf(pid: string): Entry[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0] = [fields[1]];
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + (fields[field] ?? 0), 0);
    return [{ pid: Number(pid), parent, ticks, rssPages: fields[21] ?? 0 }];
  } catch {
    return []; // it ended while we looked
  }
}

/** These processes and all below them. */
function familyOf(roots: readonly number[]): Entry[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(entryOf);
  const family = new Map(all.filter(({ pid }) => roots.includes(pid)).map((entry) => [entry.pid, entry]));
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const entry of all) if (family.has(entry.parent)) family.set(entry.pid, entry);
  }
  return [...family.values()];
}

/** CPU seconds that each of these processes, with those below it, has used since it began. */
export function cpuSeconds(processes: Readonly<Record<string, number>>): Record<string, number> {
  const seconds = (pid: number) => familyOf([pid]).reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, seconds(pid)]));
}

/** Bytes of this process and all below it; what several of them share is counted once. */
export function proportionalBytes(pid: number): number {
  const of = (one: number): number => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1_024;
    } catch {
      return 0; // it ended while we looked
    }
  };
  return familyOf([pid]).reduce((sum, entry) => sum + of(entry.pid), 0);
}

/** Resident bytes of exactly these processes. */
export function residentBytes(pids: readonly number[]): number {
  return pids.flatMap((pid) => entryOf(String(pid))).reduce((sum, { rssPages }) => sum + rssPages * pageBytes, 0);
}
