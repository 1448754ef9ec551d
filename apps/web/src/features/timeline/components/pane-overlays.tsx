import { lazy, Suspense } from 'react';
import type { PaneOverlay } from './pane-overlay';
import type { EmojiPicker } from './reaction-picker';
import type { RowActions } from './row-actions';

const parts = {
  menu: () => import('./message-menu'),
  sheet: () => import('./message-sheet'),
  picker: () => import('./reaction-picker'),
  delete: () => import('./delete-dialog'),
  receipts: () => import('./receipts-dialog'),
  viewer: () => import('./image-viewer'),
  pins: () => import('./pins-dialog'),
};

const MessageMenu = lazy(() => parts.menu().then((part) => ({ default: part.MessageMenu })));
const MessageSheet = lazy(() => parts.sheet().then((part) => ({ default: part.MessageSheet })));
const ReactionPicker = lazy(() => parts.picker().then((part) => ({ default: part.ReactionPicker })));
const DeleteDialog = lazy(() => parts.delete().then((part) => ({ default: part.DeleteDialog })));
const ReceiptsDialog = lazy(() => parts.receipts().then((part) => ({ default: part.ReceiptsDialog })));
const ImageViewer = lazy(() => parts.viewer().then((part) => ({ default: part.ImageViewer })));
const PinsDialog = lazy(() => parts.pins().then((part) => ({ default: part.PinsDialog })));

/** Fetches what is likely to be opened first. */
export function prefetchPaneOverlays(): void {
  void Promise.allSettled([parts.menu(), parts.picker(), parts.delete()]);
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
    <Suspense>
      {overlay.kind === 'menu' && <MessageMenu {...way} message={overlay.message} at={overlay.at} actions={actions} />}
      {overlay.kind === 'sheet' && <MessageSheet message={overlay.message} actions={actions} onPicker={() => actions.openPicker(overlay.message)} onClose={way.onClose} />}
      {overlay.kind === 'picker' && <ReactionPicker {...way} message={overlay.message} at={overlay.at} picker={emojiPicker} />}
      {overlay.kind === 'delete' && <DeleteDialog {...way} message={overlay.message} />}
      {overlay.kind === 'receipts' && <ReceiptsDialog {...way} message={overlay.message} />}
      {overlay.kind === 'viewer' && <ImageViewer {...way} message={overlay.message} index={overlay.index} />}
      {overlay.kind === 'pins' && <PinsDialog {...way} onJump={actions.jumpTo} />}
    </Suspense>
  );
}
