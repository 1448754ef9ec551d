import { lazyPart } from '../../../lib/lazy-part';
import type { PaneOverlay } from './pane-overlay';
import type { EmojiPicker } from './reaction-picker';
import type { RowActions } from './row-actions';

const MessageMenu = lazyPart(async () => (await import('./message-menu')).MessageMenu, 'over');
const MessageSheet = lazyPart(async () => (await import('./message-sheet')).MessageSheet, 'over');
const ReactionPicker = lazyPart(async () => (await import('./reaction-picker')).ReactionPicker, 'over');
const DeleteDialog = lazyPart(async () => (await import('./delete-dialog')).DeleteDialog, 'over');
const ReceiptsDialog = lazyPart(async () => (await import('./receipts-dialog')).ReceiptsDialog, 'over');
const ImageViewer = lazyPart(async () => (await import('./image-viewer')).ImageViewer, 'over');
const PinsDialog = lazyPart(async () => (await import('./pins-dialog')).PinsDialog, 'over');

const DateDialog = lazyPart(async () => (await import('./date-dialog')).DateDialog, 'over');

/** Fetches what is likely to be opened first. */
export function prefetchPaneOverlays(): void {
  for (const part of [MessageMenu, ReactionPicker, DeleteDialog]) part.prefetch();
}

interface PaneOverlaysProps {
  overlay: PaneOverlay | null;
  actions: RowActions;
  emojiPicker: EmojiPicker | undefined;
  onClose: (overlay: PaneOverlay) => void;
  /** Puts the focus where it was when the overlay opened. */
  returnFocus: () => void;
}

export function PaneOverlays({ overlay, actions, emojiPicker, onClose, returnFocus }: PaneOverlaysProps) {
  if (overlay === null) return null;
  const way = { onClose: () => onClose(overlay), returnFocus };
  return (
    <>
      {overlay.kind === 'menu' && <MessageMenu {...way} message={overlay.message} at={overlay.at} actions={actions} />}
      {overlay.kind === 'sheet' && (
        <MessageSheet message={overlay.message} actions={actions} onPicker={() => actions.openPicker(overlay.message)} onClose={way.onClose} />
      )}
      {overlay.kind === 'picker' && <ReactionPicker {...way} message={overlay.message} at={overlay.at} picker={emojiPicker} />}
      {overlay.kind === 'delete' && <DeleteDialog {...way} message={overlay.message} />}
      {overlay.kind === 'receipts' && <ReceiptsDialog {...way} message={overlay.message} />}
      {overlay.kind === 'viewer' && <ImageViewer {...way} message={overlay.message} index={overlay.index} />}
      {overlay.kind === 'date' && <DateDialog {...way} day={overlay.day} onJump={actions.jumpTo} />}
      {overlay.kind === 'pins' && <PinsDialog {...way} onJump={actions.jumpTo} />}
    </>
  );
}
