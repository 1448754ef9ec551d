import { useClient, useStore } from '../../../lib/client-context';
import { PersonName } from '../../../lib/people/person-avatar';
import styles from './typing-line.module.css';

const mostNames = 3;

/** Who is writing just now. Its line is always there, so that nothing moves. */
export function TypingLine({ conversationId, myId }: { conversationId: string; myId: string }) {
  const { typing } = useClient();
  const others = useStore(typing.of(conversationId)).filter((id) => id !== myId);
  const names = others.slice(0, mostNames);
  return (
    <div className={styles.typing} aria-live="off">
      {names.map((id, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <b className={styles.name}>
            <PersonName userId={id} />
          </b>
        </span>
      ))}
      {others.length > names.length && ' and others'}
      {names.length > 0 && (others.length === 1 ? ' is typing…' : ' are typing…')}
    </div>
  );
}
