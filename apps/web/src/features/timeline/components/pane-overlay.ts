import type { Message } from '@hallway/contracts-messages';
import type { ScreenPoint } from '@hallway/ui';

/** What lies over the conversation; at most one at a time. */
export type PaneOverlay =
  | { kind: 'menu'; message: Message; at: ScreenPoint }
  | { kind: 'sheet'; message: Message }
  | { kind: 'picker'; message: Message; at: ScreenPoint }
  | { kind: 'delete'; message: Message }
  | { kind: 'receipts'; message: Message }
  | { kind: 'viewer'; message: Message; index: number }
  | { kind: 'date'; day: string }
  | { kind: 'pins' };
