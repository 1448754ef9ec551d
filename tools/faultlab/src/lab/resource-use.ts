import { readdirSync, readFileSync } from 'node:fs';

import type { ResourceUse } from '../history/history-event';

/** Memory and open files of a process; undefined when it is gone or the system does not tell. */
export function resourceUse(pid: number): ResourceUse | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { residentBytes: Number(kilobytes) * 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}
