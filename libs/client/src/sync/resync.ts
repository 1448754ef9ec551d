import type { Timelines } from '../timeline/timelines.ts';

interface Targets {
  timelines: Timelines;
  followers: Iterable<{ resync(conversationId: string, rev: number): void }>;
}

/** Everything up to `rev` exists in this conversation: every timeline and follower of it fetches what is missing. */
export function resync({ timelines, followers }: Targets, conversationId: string, rev: number): void {
  timelines.peek(conversationId)?.resync(rev);
  for (const follower of followers) follower.resync(conversationId, rev);
}
