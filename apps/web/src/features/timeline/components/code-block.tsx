import { Copy, WrapText } from 'lucide-react';
import { useState } from 'react';

import { IconButton, useAnnounce } from '@hallway/ui';

import { copyText } from '../../../lib/device/clipboard';
import { useTabStop } from '../hooks/timeline-scope';
import styles from './code-block.module.css';
import { Fold } from './fold';

const longLines = 20;

/** Code as it was written, to be copied; long code is folded. */
export function CodeBlock({ text, language, place }: { text: string; language: string; place: string }) {
  const announce = useAnnounce();
  const tabIndex = useTabStop();
  const [wrapped, setWrapped] = useState(false);
  const copy = async () => ((await copyText(text)) ? announce('Code copied') : announce('The browser does not allow copying here', 'assertive'));
  return (
    <div className={styles.block} dir="ltr">
      <div className={styles.head}>
        <span className={styles.language}>{language}</span>
        <IconButton size="small" label="Wrap lines" title="Wrap lines" pressed={wrapped} tabIndex={tabIndex} onClick={() => setWrapped(!wrapped)}>
          <WrapText />
        </IconButton>
        <IconButton size="small" label="Copy code" title="Copy code" tabIndex={tabIndex} onClick={() => void copy()}>
          <Copy />
        </IconButton>
      </div>
      <Fold place={place} lines={text.split('\n').length} most={longLines} what="code">
        <pre className={styles.code} data-wrapped={wrapped} tabIndex={tabIndex}>
          <code>{text}</code>
        </pre>
      </Fold>
    </div>
  );
}
