import { Timeline, type TimelineOptions } from './timeline.ts';

/** Windows that are not shown are kept up to this many, for a quick return. */
const mostUnwatched = 10;

/** All timelines of this client, one per conversation. */
export class Timelines {
  private readonly byId = new Map<string, Timeline>();

  constructor(private readonly options: TimelineOptions) {}

  /** The same object for the same conversation. */
  of(conversationId: string): Timeline {
    const timeline = this.byId.get(conversationId) ?? new Timeline(conversationId, { ...this.options, onWindow: (changed) => this.changed(changed) });
    // Moved to the end: the first ones are those not asked for lately.
    this.byId.delete(conversationId);
    this.byId.set(conversationId, timeline);
    return timeline;
  }

  /** The timeline, if it was ever asked for. */
  peek(conversationId: string): Timeline | undefined {
    return this.byId.get(conversationId);
  }

  /** Those that hold a window. */
  loaded(): Timeline[] {
    return [...this.byId.values()].filter((timeline) => timeline.getSnapshot().status !== 'idle' && timeline.getSnapshot().status !== 'gone');
  }

  reset(): void {
    for (const timeline of this.byId.values()) timeline.unload();
  }

  private changed(timeline: Timeline): void {
    const unwatched = this.loaded().filter((other) => other.ready && !other.watched && other !== timeline);
    for (const other of unwatched.slice(0, Math.max(0, unwatched.length - mostUnwatched))) other.unload();
    this.options.onWindow?.(timeline);
  }
}
