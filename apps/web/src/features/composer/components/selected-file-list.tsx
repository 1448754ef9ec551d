import { FileText, X } from 'lucide-react';
import { useEffect, useState } from 'react';

import { FileName } from '../../../lib/file-name';
import { fileSize } from '../../../lib/file-size';
import styles from './selected-file-list.module.css';
import type { SelectedFile } from './selected-files';

/** The files that go with the next message, in their order. */
export function SelectedFileList({ files, onRemove }: { files: readonly SelectedFile[]; onRemove: (id: number) => void }) {
  return (
    <ul role="list" className={styles.list} aria-label="Files to send">
      {files.map((file) => (
        <li key={file.id} className={styles.file}>
          <Picture file={file} />
          <span className={styles.text}>
            <FileName className={styles.name} name={file.name} />
            <span className={styles.size}>{fileSize(file.file.size)}</span>
          </span>
          <button type="button" className={styles.remove} aria-label={`Remove ${file.name}`} onClick={() => onRemove(file.id)}>
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What the file looks like; a sign where the browser cannot show it. */
function Picture({ file: { file } }: { file: SelectedFile }) {
  const [url, setUrl] = useState<string>();
  const [broken, setBroken] = useState(false);
  const shows = file.type.startsWith('image/');
  useEffect(() => {
    if (!shows) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, shows]);
  if (!shows || broken)
    return (
      <span className={styles.sign}>
        <FileText aria-hidden="true" />
      </span>
    );
  return <span className={styles.sign}>{url && <img src={url} alt="" onError={() => setBroken(true)} />}</span>;
}
