import type { OutboxMessage } from '@hallway/client';
import { Button } from '@hallway/ui';
import { useClient } from '../../../lib/client-context';
import { PersonAvatar, PersonName } from '../../../lib/people/person-avatar';
import { MarkupView } from './markup-view';
import styles from './message-row.module.css';

const states = { queued: 'Waiting to be sent', sending: 'Sending', sent: 'Sent', failed: 'Not sent' } as const;

/** A message of mine that the server does not have yet. */
export function WaitingRow({ message, me }: { message: OutboxMessage; me: { id: string; username: string } }) {
  const { outbox } = useClient();
  const { state, problem, clientMessageId } = message;
  return (
    <li className={`${styles.row} ${styles.first}`} data-state={state}>
      <PersonAvatar userId={me.id} />
      <article>
        <div><span className={styles.who}><PersonName userId={me.id} /></span></div>
        {message.body && <MarkupView id={clientMessageId} rev={0} body={message.body} myName={me.username} />}
        {message.files.map((file) => <div key={file.name} className={styles.note}>{file.name}</div>)}
        {state === 'failed' ? (
          <div className={styles.failed} role="alert">
            {states.failed}: {problem?.detail ?? ''}
            <Button size="small" variant="quiet" onClick={() => void outbox.retry(clientMessageId)}>Retry</Button>
            <Button size="small" variant="quiet" onClick={() => void outbox.discard(clientMessageId)}>Delete</Button>
          </div>
        ) : (
          <span className={styles.note}>{states[state]}</span>
        )}
      </article>
    </li>
  );
}
