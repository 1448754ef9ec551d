import type { CurrentUser } from '@hallway/contracts-auth';
import type { Conversation } from '@hallway/contracts-conversations';

import type { TimelineWindow } from '../timeline/timeline-window.ts';

/** What an earlier visit left for the start of the next. */
export interface Snapshot {
  user: CurrentUser;
  conversations: Conversation[];
}

/** A part of it that has changed; what is left out stays as it is. */
export interface SnapshotChange {
  snapshot?: Snapshot;
  windows?: readonly TimelineWindow[];
  /** Windows of other conversations than these go. */
  keepWindows?: readonly string[];
}

/** Where a start without network finds what was seen last. */
export interface SnapshotStorage {
  /** The person who was here last, and their list. */
  load(): Promise<Snapshot | undefined>;
  window(userId: string, conversationId: string): Promise<TimelineWindow | undefined>;
  save(userId: string, change: SnapshotChange): Promise<void>;
  /** Leaves nothing of this person behind. */
  clear(userId: string): Promise<void>;
  /** Deletes what belongs to other users; for `null`, to any user. */
  clearOthers(userId: string | null): Promise<void>;
}
