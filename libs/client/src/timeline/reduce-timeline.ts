import type { Changes, Message, MessagesChanged } from '@hallway/contracts-messages';

import { type Anchor, type TimelineWindow, trimAround, withItems } from './timeline-window.ts';

/** Changes are missing: ask for those after `since`, then apply the event again. */
export interface Gap {
  since: number;
}

export interface Reduced {
  window: TimelineWindow;
  gap?: Gap;
}

/**
 * Applies one event by the sync rule: the next `rev` is applied, an older one
 * ignored, a later one is a gap. What comes before a gap is applied.
 */
export function reduceTimeline(window: TimelineWindow, event: MessagesChanged, anchor: Anchor = 'end'): Reduced {
  const { next, rev, gap } = nextChanges(window.rev, event);
  const reduced = rev === window.rev ? window : mergeMessages(window, next, rev, anchor);
  return gap ? { window: reduced, gap: { since: rev } } : { window: reduced };
}

/** The part of an event that follows `rev` without a hole. */
export function nextChanges(rev: number, event: MessagesChanged): { next: Message[]; rev: number; gap: boolean } {
  const next: Message[] = [];
  let reached = rev;
  for (const change of [...event.events].sort((a, b) => a.rev - b.rev)) {
    if (change.rev <= reached) continue;
    if (change.rev > reached + 1) return { next, rev: reached, gap: true };
    next.push(change.message);
    reached = change.rev;
  }
  return { next, rev: reached, gap: false };
}

/** Applies all answers of `changes?since=<window.rev>` at once: only together they leave no hole. */
export function applyChanges(window: TimelineWindow, pages: readonly Changes[], anchor: Anchor = 'end'): TimelineWindow {
  const rev = pages.at(-1)?.rev ?? window.rev;
  return rev <= window.rev
    ? window
    : mergeMessages(
        window,
        pages.flatMap((page) => page.items),
        rev,
        anchor,
      );
}

/** Replaces what the window has by newer states, and appends what follows a live window. */
export function mergeMessages(window: TimelineWindow, messages: readonly Message[], rev: number, anchor: Anchor): TimelineWindow {
  const bySeq = latestBySeq(messages);
  const newest = Math.max(window.newest, ...bySeq.keys());
  const items = [...window.items];
  let last = window.last;
  for (const message of [...bySeq.values()].sort((a, b) => a.seq - b.seq)) {
    const index = message.seq - window.first;
    const present = window.first > 0 ? items[index] : undefined;
    if (present) items[index] = later(present, message);
    else if (window.atLive && message.seq === last + 1) {
      items.push(message);
      last = message.seq;
    }
  }
  return trimAround(withItems(window, items, { rev, newest, atLive: window.atLive && last >= newest }), anchor);
}

/** The newer of two states of one message. */
export function later(one: Message, other: Message): Message {
  return other.rev > one.rev ? other : one;
}

export function latestBySeq(messages: readonly Message[]): Map<number, Message> {
  const bySeq = new Map<number, Message>();
  for (const message of messages) {
    const known = bySeq.get(message.seq);
    bySeq.set(message.seq, known ? later(known, message) : message);
  }
  return bySeq;
}
