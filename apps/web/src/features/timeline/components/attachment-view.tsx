import { FileText } from 'lucide-react';
import { type Attachment, uploadsApi } from '@hallway/contracts-uploads';
import { fullPath } from '@hallway/contracts-core';
import { useClient } from '../../../lib/client-context';
import { useBlobUrl } from '../../../lib/use-blob-url';
import styles from './message-row.module.css';

const previewEdge = 420;

/** A picture in a box of its final size, so that nothing jumps; anything else as a download. */
export function AttachmentView({ attachment }: { attachment: Attachment }) {
  const variant = attachment.variants.find((found) => found.name === 'preview');
  const path = `${fullPath(uploadsApi.content).replace(':uploadId', attachment.id)}?variant=preview`;
  const url = useBlobUrl(variant ? path : undefined);
  if (!variant || !attachment.width || !attachment.height) return <FileButton attachment={attachment} />;
  const scale = Math.min(1, previewEdge / attachment.width, 320 / attachment.height);
  return <img className={styles.picture} src={url} alt={attachment.fileName} width={Math.round(attachment.width * scale)} height={Math.round(attachment.height * scale)} />;
}

function FileButton({ attachment }: { attachment: Attachment }) {
  const client = useClient();
  const download = async () => {
    const blob = await client.blob(uploadsApi.content, { params: { uploadId: attachment.id }, query: {} });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = attachment.fileName;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <button type="button" className={styles.file} onClick={() => void download()}>
      <FileText aria-hidden="true" size={18} /> {attachment.fileName} <span className={styles.note}>{sizeOf(attachment.size)}</span>
    </button>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
