import { CircleAlert, Clock, LoaderCircle } from 'lucide-react';
import { memo, useState } from 'react';

import type { OutboxMessage } from '@hallway/client';
import { plainText } from '@hallway/markup';
import { Button, VisuallyHidden } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { shownName } from '../../../lib/file-name';
import { PersonAvatar, PersonName } from '../../../lib/people/person-avatar';
import { timeOf } from '../../../lib/time';
import { WaitingFiles } from '../../../lib/uploads/waiting-files';
import { TabStopContext, useRowFocused, useTabStop, useTimeline } from '../hooks/timeline-scope';
import { EditBox } from './edit-box';
import { gutterTimeOf } from './gutter-time';
import { MarkupView } from './markup-view';
import styles from './message-row.module.css';
import stateStyles from './send-state.module.css';

const words = { queued: 'Waiting to be sent', sending: 'Sending', sent: 'Sent' } as const;

interface WaitingRowProps {
  rowKey: string;
  message: OutboxMessage;
  first: boolean;
}

/** A message of mine that the server does not have yet. */
export const WaitingRow = memo(function WaitingRow({ rowKey, message, first }: WaitingRowProps) {
  const { me } = useTimeline();
  const { outbox } = useClient();
  const focused = useRowFocused(rowKey);
  const [editing, setEditing] = useState(false);
  const { state, clientMessageId, createdAt } = message;
  const label = [state === 'failed' ? 'Not sent' : words[state], plainText(message.body, 200), ...message.files.map(({ name }) => shownName(name))]
    .filter(Boolean)
    .join(', ');
  return (
    <TabStopContext value={focused ? 0 : -1}>
      <article className={styles.row} tabIndex={-1} data-row aria-label={label} data-first={first} data-state={state}>
        {first ? (
          <span className={styles.avatar}>
            <PersonAvatar userId={me.id} />
          </span>
        ) : (
          <time className={styles.side} dateTime={createdAt}>
            {gutterTimeOf(createdAt)}
          </time>
        )}
        <div className={styles.content}>
          {first && (
            <div className={styles.head}>
              <span className={styles.who}>
                <PersonName userId={me.id} />
              </span>
              <time className={styles.time} dateTime={createdAt}>
                {timeOf(createdAt)}
              </time>
            </div>
          )}
          {editing && <EditBox body={message.body} onSave={(body) => void outbox.rewrite(clientMessageId, body)} onCancel={() => setEditing(false)} />}
          {message.body && !editing && (
            <div className={state === 'sent' ? undefined : styles.waiting}>
              <MarkupView id={clientMessageId} rev={0} body={message.body} me={me} />
            </div>
          )}
          <WaitingFiles message={message} />
          {state === 'failed' && !editing && <Failed message={message} onEdit={() => setEditing(true)} />}
        </div>
        <div className={styles.state}>{state !== 'failed' && <WaitingIcon state={state} />}</div>
      </article>
    </TabStopContext>
  );
});

function WaitingIcon({ state }: { state: keyof typeof words }) {
  return (
    <span className={stateStyles.state} title={words[state]}>
      {state === 'queued' ? <Clock aria-hidden="true" /> : <LoaderCircle aria-hidden="true" />}
      <VisuallyHidden>{words[state]}</VisuallyHidden>
    </span>
  );
}

function Failed({ message, onEdit }: { message: OutboxMessage; onEdit: () => void }) {
  const { outbox } = useClient();
  const tabIndex = useTabStop();
  const { clientMessageId, problem } = message;
  return (
    <div className={styles.failed}>
      <CircleAlert aria-hidden="true" />
      <span>Not sent. {problem?.detail ?? ''}</span>
      <Button size="small" variant="quiet" tabIndex={tabIndex} onClick={() => void outbox.retry(clientMessageId)}>
        Retry
      </Button>
      <Button size="small" variant="quiet" tabIndex={tabIndex} onClick={onEdit}>
        Edit
      </Button>
      <Button size="small" variant="quiet" tabIndex={tabIndex} onClick={() => void outbox.discard(clientMessageId)}>
        Delete
      </Button>
    </div>
  );
}
