import { ChevronLeft, ChevronRight, Download, Play, X, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';

import type { Message } from '@hallway/contracts-messages';
import { IconButton, Spinner } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';

import { useClient } from '../../../lib/client-context';
import { FileName, shownName } from '../../../lib/file-name';
import { fileSize } from '../../../lib/file-size';
import { problemText } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';
import { useBlobUrl } from '../../../lib/use-blob-url';
import { usePlaying } from '../hooks/use-playing';
import { useZoom } from '../hooks/use-zoom';
import { contentPath } from './attachments';
import { downloadFile } from './download-file';
import styles from './image-viewer.module.css';
import { pictureBoxes } from './picture-boxes';

const step = 1.5;

interface ImageViewerProps {
  message: Message;
  index: number;
  onClose: () => void;
  returnFocus: () => void;
}

/** The pictures of a message, as large as the screen: arrows turn pages, plus and minus zoom. */
export function ImageViewer({ message, index, onClose, returnFocus }: ImageViewerProps) {
  const client = useClient();
  const { pictures } = pictureBoxes(message.attachments);
  const [at, setAt] = useState(index);
  const picture = pictures[at];
  const { zoom, frame, handlers, zoomBy, reset } = useZoom(picture?.id ?? '');
  // The small one is there at once; the original takes its place.
  const preview = useBlobUrl(picture && contentPath(picture.id, 'preview'));
  const { playing, play } = usePlaying(picture);
  const original = useBlobUrl(picture && (playing || !picture.animated) ? contentPath(picture.id, 'original') : undefined);
  if (!picture) return null;
  const turn = (by: number) => setAt((now) => Math.min(pictures.length - 1, Math.max(0, now + by)));
  const download = () => void downloadFile(client, picture).catch((error: unknown) => toasts.show({ kind: 'danger', text: problemText(error) }));
  const close = () => {
    onClose();
    returnFocus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const run = {
      ArrowLeft: () => turn(-1),
      ArrowRight: () => turn(1),
      Home: () => setAt(0),
      End: () => setAt(pictures.length - 1),
      '+': () => zoomBy(step),
      '=': () => zoomBy(step),
      '-': () => zoomBy(1 / step),
      '0': reset,
    }[event.key];
    if (!run || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    run();
  };
  const url = original ?? preview;
  return (
    <Dialog open onOpenChange={close} look="bare" title={shownName(picture.fileName)} className={styles.viewer}>
      <div className={styles.inside} onKeyDown={onKeyDown}>
        <header className={styles.head}>
          <div className={styles.about}>
            <FileName className={styles.name} name={picture.fileName} />
            <span className={styles.note} aria-live="polite">
              {pictures.length > 1 && `${at + 1} of ${pictures.length} · `}
              {picture.width} × {picture.height} · {fileSize(picture.size)}
            </span>
          </div>
          {play && (
            <IconButton label="Play" title="Play" onClick={play}>
              <Play />
            </IconButton>
          )}
          <IconButton label="Smaller" title="Smaller (−)" disabled={zoom.scale === 1} onClick={() => zoomBy(1 / step)}>
            <ZoomOut />
          </IconButton>
          <IconButton label="Larger" title="Larger (+)" onClick={() => zoomBy(step)}>
            <ZoomIn />
          </IconButton>
          <IconButton label="Download" title="Download" onClick={download}>
            <Download />
          </IconButton>
          <IconButton label="Close" title="Close (Esc)" onClick={close} autoFocus>
            <X />
          </IconButton>
        </header>
        <div ref={frame} className={styles.frame} data-zoomed={zoom.scale > 1} {...handlers}>
          {url ? (
            <img
              src={url}
              alt={shownName(picture.fileName)}
              draggable={false}
              className={styles.picture}
              style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
              data-scale={zoom.scale.toFixed(2)}
            />
          ) : (
            <Spinner label="Loading the picture" size={28} />
          )}
        </div>
        {at > 0 && (
          <IconButton className={styles.previous} variant="outlined" size="large" label="Previous picture" onClick={() => turn(-1)}>
            <ChevronLeft />
          </IconButton>
        )}
        {at < pictures.length - 1 && (
          <IconButton className={styles.next} variant="outlined" size="large" label="Next picture" onClick={() => turn(1)}>
            <ChevronRight />
          </IconButton>
        )}
      </div>
    </Dialog>
  );
}
