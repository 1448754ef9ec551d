import { Check, CheckCheck } from 'lucide-react';

import { VisuallyHidden } from '@hallway/ui';

import type { SendState } from '../hooks/send-state';
import { useTabStop } from '../hooks/timeline-scope';
import styles from './send-state.module.css';

const words = { sent: 'Sent', delivered: 'Delivered', read: 'Read' } as const;

/** How far a message of one's own has got. In a group it opens who has read it. */
export function SendStateIcon({ state, onShow }: { state: SendState; onShow?: () => void }) {
  const tabIndex = useTabStop();
  const text = onShow && state.readers > 0 ? `Seen by ${state.readers}` : words[state.reached];
  const look = (
    <>
      {state.reached === 'sent' ? <Check aria-hidden="true" /> : <CheckCheck aria-hidden="true" />}
      {onShow && state.readers > 0 && <span aria-hidden="true">{state.readers}</span>}
    </>
  );
  if (!onShow)
    return (
      <span className={styles.state} data-reached={state.reached} title={text}>
        {look}
        <VisuallyHidden>{text}</VisuallyHidden>
      </span>
    );
  return (
    <button type="button" className={styles.state} data-reached={state.reached} title={text} aria-label={text} tabIndex={tabIndex} onClick={onShow}>
      {look}
    </button>
  );
}
