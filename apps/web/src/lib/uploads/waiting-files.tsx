import { FileText, X } from 'lucide-react';

import type { OutboxMessage } from '@hallway/client';
import { IconButton, ProgressBar } from '@hallway/ui';

import { useClient, useStore } from '../client-context';
import { FileName, shownName } from '../file-name';
import { fileSize } from '../file-size';
import styles from './waiting-files.module.css';

/** The files of a message that is on its way: how far each is, and a way to call it off. */
export function WaitingFiles({ message }: { message: OutboxMessage }) {
  if (message.files.length === 0) return null;
  return (
    <ul role="list" className={styles.files}>
      {message.files.map((file, index) => (
        <WaitingFile key={`${index} ${file.name}`} message={message} index={index} />
      ))}
    </ul>
  );
}

function WaitingFile({ message: { clientMessageId, files, state }, index }: { message: OutboxMessage; index: number }) {
  const { outbox, uploadProgress } = useClient();
  const share = useStore(uploadProgress.of(clientMessageId, index));
  const file = files[index];
  if (!file) return null;
  const removable = state !== 'sent' && (state !== 'sending' || share !== null || files.some(({ uploadId }) => !uploadId));
  return (
    <li className={styles.file}>
      <FileText className={styles.sign} aria-hidden="true" />
      <FileName className={styles.name} name={file.name} />
      <span className={styles.state}>{stateOf(file.size, share, file.uploadId !== undefined)}</span>
      {removable && (
        <IconButton size="small" label={`Do not send ${shownName(file.name)}`} title="Do not send" onClick={() => void outbox.dropFile(clientMessageId, index)}>
          <X />
        </IconButton>
      )}
      {share !== null && <ProgressBar className={styles.bar} value={share} label={`Uploading ${shownName(file.name)}`} />}
    </li>
  );
}

function stateOf(size: number, share: number | null, done: boolean): string {
  if (done) return 'Uploaded';
  return share === null ? fileSize(size) : `${Math.floor(share * 100)} % of ${fileSize(size)}`;
}
