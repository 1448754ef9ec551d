import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { HallwayProblem } from '@hallway/client';
import type { UserProfile } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';
import { Banner, Button, TextField } from '@hallway/ui';
import { Dialog } from '@hallway/ui/dialog';
import { useClient } from '../../../lib/client-context';
import { PersonAvatar } from '../../../lib/people/person-avatar';
import { peopleQuery } from '../../../lib/people/profiles';
import styles from './new-conversation-dialog.module.css';

/** One person starts a direct conversation; a title or several people make a group. */
export function NewConversationDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const [fault, setFault] = useState('');
  const { data } = useQuery(peopleQuery(client, text));
  const myId = client.session.getSnapshot().user?.id;
  const group = chosen.length > 1 || title !== '';
  const toggle = (person: UserProfile) => setChosen(chosen.some(({ id }) => id === person.id) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
  const start = async () => {
    const memberIds = chosen.map(({ id }) => id);
    const name = title || chosen.map((person) => person.displayName).join(', ').slice(0, 100);
    try {
      const conversation = await client.call(conversationsApi.create, { body: group ? { type: 'group', title: name, memberIds } : { type: 'direct', memberIds } });
      client.conversations.put(conversation);
      onOpenChange(false);
      await navigate(`/c/${conversation.id}`);
    } catch (error) {
      setFault(error instanceof HallwayProblem ? error.detail : 'That did not work. Try again.');
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New conversation"
      footer={<Button variant="primary" disabled={chosen.length === 0 && title === ''} onClick={() => void start()}>{group ? 'Create group' : 'Start chat'}</Button>}
    >
      <div className={styles.form}>
        {fault && <Banner kind="danger">{fault}</Banner>}
        <TextField label="People" placeholder="Name or username" value={text} onChange={(event) => setText(event.target.value)} autoFocus />
        <TextField label="Group title" hint="Leave empty for a direct conversation with one person" value={title} maxLength={100} onChange={(event) => setTitle(event.target.value)} />
      </div>
      <ul className={styles.people}>
        {data?.items.filter((person) => person.id !== myId).map((person) => (
          <li key={person.id}>
            <button type="button" className={styles.person} aria-pressed={chosen.some(({ id }) => id === person.id)} onClick={() => toggle(person)}>
              <PersonAvatar userId={person.id} size={32} />
              <span>{person.displayName} <span className={styles.note}>@{person.username}</span></span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
