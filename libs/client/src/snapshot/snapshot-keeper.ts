import type { CurrentUser } from '@hallway/contracts-auth';

import type { Conversations } from '../conversations/conversations.ts';
import type { Clock } from '../platform/clock.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type TimelineWindow, withItems } from '../timeline/timeline-window.ts';
import type { Snapshot, SnapshotStorage } from './snapshot-storage.ts';

/** How much is kept: the newest messages of the latest conversations. */
const messagesKept = 50;
const windowsKept = 30;
/** A long list begins with what matters. */
const conversationsKept = 500;
const collectMs = 1_500;

export interface SnapshotPorts {
  /** Without it nothing is kept. */
  storage?: SnapshotStorage;
  conversations: Conversations;
  clock: Clock;
}

/**
 * Writes down what a start without network needs, soon after each change, and reads it back. A storage that fails, such as
 * one that is full or forbidden, is as good as none: the server has everything.
 */
export class SnapshotKeeper {
  private user: CurrentUser | null = null;
  private listChanged = false;
  private readonly changed = new Map<string, TimelineWindow>();
  private cancel: (() => void) | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly ports: SnapshotPorts) {
    ports.conversations.subscribe(() => {
      this.listChanged = true;
      this.writeSoon();
    });
  }

  /** A store that cannot be read is as good as an empty one: everything in it is on the server. */
  async load(): Promise<Snapshot | undefined> {
    return this.ports.storage?.load().catch(() => undefined);
  }

  /** The end of a conversation as it was seen last; unreadable is none, as in `load`. */
  async window(conversationId: string): Promise<TimelineWindow | undefined> {
    const { user } = this;
    if (!user) return undefined;
    return this.ports.storage?.window(user.id, conversationId).catch(() => undefined);
  }

  /** Keeps for this user from now on, and nothing of anybody before. */
  begin(user: CurrentUser): void {
    this.user = user;
    this.clearOthers(user.id);
    this.listChanged = true;
    this.writeSoon();
  }

  /** A window has moved on. One that reaches to the end is of use later: all is in it up to its `rev`, and what follows can be asked for. */
  note(timeline: Timeline): void {
    const { status, window } = timeline.getSnapshot();
    if (!this.user || status !== 'ready' || !window.atLive) return;
    this.changed.set(window.conversationId, window);
    this.writeSoon();
  }

  /** Keeps nothing more; with `forget`, what is kept goes. */
  end(forget: boolean): void {
    const { user } = this;
    this.user = null;
    this.cancel?.();
    this.cancel = null;
    this.changed.clear();
    if (user && forget) this.queue(() => this.ports.storage?.clear(user.id));
  }

  /** Deletes what earlier visits of other users have left; for `null`, of every user. */
  clearOthers(userId: string | null): void {
    this.queue(() => this.ports.storage?.clearOthers(userId));
  }

  private writeSoon(): void {
    if (!this.ports.storage || !this.user) return;
    this.cancel ??= this.ports.clock.after(collectMs, () => this.write(), { background: true });
  }

  private write(): void {
    this.cancel = null;
    const { user } = this;
    const { byId, order, loaded } = this.ports.conversations.getSnapshot();
    if (!user) return;
    const latest = order.slice(0, windowsKept);
    const windows = latest.flatMap((id) => this.changed.get(id) ?? []).map(newestOf);
    const conversations = order.slice(0, conversationsKept).flatMap((id) => byId.get(id) ?? []);
    // A list that is on its way is no reason to forget the one from before.
    const list = this.listChanged && loaded ? { snapshot: { user, conversations }, keepWindows: latest } : {};
    this.changed.clear();
    if (loaded) this.listChanged = false;
    this.queue(() => this.ports.storage?.save(user.id, { windows, ...list }));
  }

  /** One after another, so that a clear is not overtaken by what was before it. One that fails costs only what it would have kept. */
  private queue(task: () => Promise<void> | undefined): void {
    this.writing = this.writing.then(task).catch(() => undefined);
  }
}

function newestOf(window: TimelineWindow): TimelineWindow {
  if (window.items.length <= messagesKept) return window;
  return withItems(window, window.items.slice(-messagesKept), { atOldest: false });
}
