import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import styles from './drop-zone.module.css';
import { useTray } from './trays';

interface DropZoneProps {
  conversationId: string;
  title: string;
  children: ReactNode;
}

/** Takes files that are dropped anywhere over a conversation; the composer is the way without a pointer. */
export function DropZone({ conversationId, title, children }: DropZoneProps) {
  const [, trays] = useTray(conversationId);
  const [over, setOver] = useState(false);
  /** Children are entered and left too: only the outermost leave counts. */
  const depth = useRef(0);
  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  const hear = (handle: () => void) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    handle();
  };
  return (
    <div
      className={styles.zone}
      onDragEnter={hear(() => {
        depth.current += 1;
        setOver(true);
      })}
      onDragOver={hear(() => undefined)}
      onDragLeave={hear(() => {
        depth.current -= 1;
        if (depth.current <= 0) end();
      })}
      onDrop={(event) => hear(() => {
        end();
        trays.add(conversationId, event.dataTransfer.files);
        event.currentTarget.querySelector('textarea')?.focus();
      })(event)}
    >
      {children}
      {over && (
        <div className={styles.target}>
          <div className={styles.card}><Upload aria-hidden="true" /><strong>Drop to add to {title}</strong><span>Files wait in the composer until you send.</span></div>
        </div>
      )}
    </div>
  );
}
