import { SmilePlus } from 'lucide-react';
import { useState } from 'react';

import type { Message, Reaction } from '@hallway/contracts-messages';

import { PersonName } from '../../../lib/people/person-avatar';
import { useTabStop, useTimeline } from '../hooks/timeline-scope';
import styles from './reactions.module.css';

const mostNames = 20;

/** What people felt about a message; press to join in or to leave. */
export function Reactions({ message, onAdd }: { message: Message; onAdd: () => void }) {
  const tabIndex = useTabStop();
  if (message.reactions.length === 0) return null;
  return (
    <div className={styles.reactions} role="group" aria-label="Reactions">
      {message.reactions.map((reaction) => (
        <ReactionChip key={reaction.emoji} message={message} reaction={reaction} />
      ))}
      <button type="button" className={styles.add} aria-label="Add reaction" title="Add reaction" tabIndex={tabIndex} onClick={onAdd}>
        <SmilePlus aria-hidden="true" />
      </button>
    </div>
  );
}

function ReactionChip({ message, reaction: { emoji, count, userIds } }: { message: Message; reaction: Reaction }) {
  const { me, commands } = useTimeline();
  const tabIndex = useTabStop();
  const [asked, setAsked] = useState(false);
  const mine = userIds.includes(me.id);
  const people = count === 1 ? '1 person' : `${count} people`;
  return (
    <span className={styles.place}>
      <button
        type="button"
        className={styles.chip}
        aria-pressed={mine}
        aria-label={`${emoji}, ${mine ? `you${count > 1 ? ` and ${count - 1} more` : ''}` : people}`}
        tabIndex={tabIndex}
        onClick={() => commands.react(message, emoji)}
        onPointerEnter={() => setAsked(true)}
        onPointerLeave={() => setAsked(false)}
        onFocus={() => setAsked(true)}
        onBlur={() => setAsked(false)}
      >
        <span className={styles.emoji}>{emoji}</span>
        <span>{count}</span>
      </button>
      {asked && <ReactionNames userIds={userIds} myId={me.id} count={count} />}
    </span>
  );
}

function ReactionNames({ userIds, myId, count }: { userIds: string[]; myId: string; count: number }) {
  const named = userIds.slice(0, mostNames);
  return (
    <span role="tooltip" className={styles.names}>
      {named.map((id, i) => (
        <span key={id}>
          {i > 0 && ', '}
          {id === myId ? 'You' : <PersonName userId={id} />}
        </span>
      ))}
      {count > named.length && ` and ${count - named.length} more`}
    </span>
  );
}
