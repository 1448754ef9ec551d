import type { Message } from '@hallway/contracts-messages';
import type { ScreenPoint } from '@hallway/ui';

/** What a row asks of the pane. The same object for as long as the conversation is open. */
export interface RowActions {
  reply: (message: Message) => void;
  beginEdit: (message: Message) => void;
  endEdit: () => void;
  saveEdit: (message: Message, text: string) => void;
  askDelete: (message: Message) => void;
  openMenu: (message: Message, at: ScreenPoint) => void;
  openSheet: (message: Message) => void;
  openPicker: (message: Message) => void;
  showReceipts: (message: Message) => void;
  showPicture: (message: Message, index: number) => void;
  pickDate: (day: string) => void;
  jumpTo: (seq: number) => void;
}
