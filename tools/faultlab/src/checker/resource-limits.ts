import type { ResourceUse } from '../history/history-event';

/** Growth that is no leak: caches and compiled code; two pools of 64 connections, which are kept for a minute after a rush. */
const tolerance = 0.1;
const floors: ResourceUse = { residentBytes: 128 * 1024 * 1024, descriptors: 128 };

/** How much a process may use that used so much before. */
export function mostAfter(before: ResourceUse, name: keyof ResourceUse): number {
  return before[name] + Math.max(before[name] * tolerance, floors[name]);
}
