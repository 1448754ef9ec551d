import type { Message, SearchHit } from '@hallway/contracts-messages';

import { useClient, useStore } from '../../../lib/client-context';
import { PersonAvatar, PersonName } from '../../../lib/people/person-avatar';
import { fullTimeOf, whenOf } from '../../../lib/time';
import { MarkedText } from './marked-text';
import { passageOf } from './passage';
import styles from './search-dialog.module.css';

interface SearchHitRowProps {
  hit: SearchHit;
  words: string;
  /** The one that was opened last time. */
  chosen: boolean;
  onGo: (message: Message) => void;
}

/** A message that was found: who, where, when, and the words around the match. */
export function SearchHitRow({ hit, words, chosen, onGo }: SearchHitRowProps) {
  const { message } = hit;
  const { conversations } = useClient();
  const conversation = useStore(conversations).byId.get(message.conversationId);
  return (
    <li>
      <button type="button" className={styles.hit} data-hit autoFocus={chosen} onClick={() => onGo(message)}>
        <PersonAvatar userId={message.senderId} size={32} />
        <span className={styles.words}>
          <span className={styles.about}>
            <span className={styles.name}>
              <PersonName userId={message.senderId} />
            </span>
            {conversation?.title && <span className={styles.place}>in {conversation.title}</span>}
            <time dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
              {whenOf(message.createdAt)}
            </time>
          </span>
          <span className={styles.passage} dir="auto">
            <MarkedText text={passageOf(hit, words)} words={words} />
          </span>
        </span>
      </button>
    </li>
  );
}
