import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';

import styles from './drop-zone.module.css';
import { useFileSelection } from './selected-files';

interface DropZoneProps {
  conversationId: string;
  title: string;
  children: ReactNode;
}

/** Takes files that are dropped anywhere over a conversation; the composer is the way without a pointer. */
export function DropZone({ conversationId, title, children }: DropZoneProps) {
  const [, selectedFiles] = useFileSelection(conversationId);
  const [over, setOver] = useState(false);
  /** Children are entered and left too: only the outermost leave counts. */
  const depth = useRef(0);
  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  const onFiles = (handle: () => void) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    handle();
  };
  return (
    <div
      className={styles.zone}
      onDragEnter={onFiles(() => {
        depth.current += 1;
        setOver(true);
      })}
      onDragOver={onFiles(() => undefined)}
      onDragLeave={onFiles(() => {
        depth.current -= 1;
        if (depth.current <= 0) end();
      })}
      onDrop={(event) =>
        onFiles(() => {
          end();
          selectedFiles.add(conversationId, event.dataTransfer.files);
          event.currentTarget.querySelector('textarea')?.focus();
        })(event)
      }
    >
      {children}
      {over && (
        <div className={styles.target}>
          <div className={styles.card}>
            <Upload aria-hidden="true" />
            <strong>Drop to add to {title}</strong>
            <span>Files wait in the composer until you send.</span>
          </div>
        </div>
      )}
    </div>
  );
}
