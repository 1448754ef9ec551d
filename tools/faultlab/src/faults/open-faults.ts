import type { Fault } from './fault';

/** Faults of the catalogue that this lab does not do, each with the reason. */
export const openFaults: Fault[] = [open('F35', 'old and new event schemas together', 'there is no earlier release to run beside this one')];

function open(id: string, title: string, reason: string): Fault {
  return { id, title, boundMs: 0, cannot: () => reason, harm: () => Promise.reject(new Error(reason)) };
}
