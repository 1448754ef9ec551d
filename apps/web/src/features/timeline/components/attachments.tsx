import { Download, FileText, Play } from 'lucide-react';

import { fullPath } from '@hallway/contracts-core';
import { type Attachment, uploadsApi } from '@hallway/contracts-uploads';
import { classNames, IconButton } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { FileName, shownName } from '../../../lib/file-name';
import { fileSize } from '../../../lib/file-size';
import { problemText } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';
import { useBlobUrl } from '../../../lib/use-blob-url';
import { useTabStop } from '../hooks/timeline-scope';
import { usePlaying } from '../hooks/use-playing';
import styles from './attachments.module.css';
import { downloadFile } from './download-file';
import { mosaicCells, type Picture, pictureBoxes } from './picture-boxes';

/** Where the bytes of a variant are. */
export function contentPath(uploadId: string, variant: 'preview' | 'original'): string {
  return `${fullPath(uploadsApi.content).replace(':uploadId', uploadId)}?variant=${variant}`;
}

/** Pictures in boxes of their final size, so that nothing moves; anything else as a download. */
export function Attachments({ attachments, onOpen }: { attachments: readonly Attachment[]; onOpen: (index: number) => void }) {
  const { pictures, files, width, height } = pictureBoxes(attachments);
  const shown = pictures.slice(0, mosaicCells);
  const more = pictures.length - shown.length;
  return (
    <>
      {shown.length > 0 && (
        <div className={styles.pictures} data-count={shown.length} style={{ inlineSize: width, aspectRatio: `${width} / ${height}` }}>
          {shown.map((picture, index) => (
            <PictureButton key={picture.id} picture={picture} more={index === mosaicCells - 1 ? more : 0} onOpen={() => onOpen(index)} />
          ))}
        </div>
      )}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </>
  );
}

function PictureButton({ picture, more, onOpen }: { picture: Picture; more: number; onOpen: () => void }) {
  const { playing, play } = usePlaying(picture);
  const still = useBlobUrl(contentPath(picture.id, 'preview'));
  const moving = useBlobUrl(playing ? contentPath(picture.id, 'original') : undefined);
  const tabIndex = useTabStop();
  const url = moving ?? still;
  return (
    <span className={styles.cell}>
      <button type="button" className={styles.picture} tabIndex={tabIndex} onClick={onOpen}>
        <img src={url} alt={shownName(picture.fileName)} draggable={false} className={classNames(!url && styles.coming)} />
        {more > 0 && <span className={styles.more}>+{more}</span>}
      </button>
      {play && more === 0 && (
        <IconButton className={styles.play} tabIndex={tabIndex} label={`Play ${shownName(picture.fileName)}`} title="Play" onClick={play}>
          <Play />
        </IconButton>
      )}
    </span>
  );
}

function FileCard({ file }: { file: Attachment }) {
  const client = useClient();
  const tabIndex = useTabStop();
  const download = () => void downloadFile(client, file).catch((error: unknown) => toasts.show({ kind: 'danger', text: problemText(error) }));
  return (
    <button type="button" className={styles.file} tabIndex={tabIndex} title={`Download ${shownName(file.fileName)}`} onClick={download}>
      <span className={styles.sign}>
        <FileText aria-hidden="true" />
      </span>
      <span className={styles.about}>
        <FileName className={styles.name} name={file.fileName} />
        <span className={styles.size}>{fileSize(file.size)}</span>
      </span>
      <Download className={styles.arrow} aria-hidden="true" />
    </button>
  );
}
