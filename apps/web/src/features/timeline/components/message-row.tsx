import { Pencil, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { type KeyboardEvent, memo, useState } from 'react';
import type { Client } from '@hallway/client';
import { type Message, messagesApi, reactionsApi } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { Button, IconButton, TextArea } from '@hallway/ui';
import { useClient } from '../../../lib/client-context';
import { PersonAvatar, PersonName } from '../../../lib/people/person-avatar';
import { PersonLink } from '../../../lib/people/person-link';
import { timeOf } from '../../../lib/time';
import { AttachmentView } from './attachment-view';
import { MarkupView } from './markup-view';
import styles from './message-row.module.css';

interface MessageRowProps {
  message: Message;
  first: boolean;
  me: { id: string; username: string };
  focused: boolean;
  /** What my own message has reached; `undefined` for others. */
  reached: 'sent' | 'read' | undefined;
  quoted: Message | undefined;
  onReply: (message: Message) => void;
}

const quickReaction = '👍';

function react(client: Client, message: Message, emoji: string, mine: boolean): void {
  const call = mine ? reactionsApi.remove : reactionsApi.add;
  void client.call(call, { params: { messageId: message.id, emoji } });
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, first, me, focused, reached, quoted, onReply } = props;
  const client = useClient();
  const [editing, setEditing] = useState(false);
  const mine = message.senderId === me.id;
  const time = timeOf(message.createdAt);
  return (
    <li className={`${styles.row} ${first ? styles.first : ''}`} data-seq={message.seq} data-focus={focused}>
      {first ? <PersonAvatar userId={message.senderId} /> : <span className={styles.side}>{time}</span>}
      <article>
        {first && <div><span className={styles.who}><PersonLink userId={message.senderId} /></span><time className={styles.time} dateTime={message.createdAt}>{time}</time></div>}
        {quoted && <div className={styles.reply}><PersonName userId={quoted.senderId} />: {plainText(quoted.body ?? 'Message deleted', 100)}</div>}
        {message.body === null && <span className={styles.gone}>Message deleted</span>}
        {editing && <EditBox message={message} onDone={() => setEditing(false)} />}
        {!editing && message.body && <MarkupView id={message.id} rev={message.rev} body={message.body} myName={me.username} />}
        {message.attachments.map((attachment) => <AttachmentView key={attachment.id} attachment={attachment} />)}
        {message.editedAt && <span className={styles.note}>edited</span>}
        <Reactions message={message} myId={me.id} />
        {reached && <span className={styles.note}>{reached === 'read' ? 'Seen' : 'Sent'}</span>}
      </article>
      {message.body !== null && !editing && (
        <div className={styles.tools} role="group" aria-label="Message actions">
          <IconButton size="small" label="Thumbs up" onClick={() => react(client, message, quickReaction, false)}><SmilePlus /></IconButton>
          <IconButton size="small" label="Reply" onClick={() => onReply(message)}><Reply /></IconButton>
          {mine && <IconButton size="small" label="Edit" onClick={() => setEditing(true)}><Pencil /></IconButton>}
          {mine && <IconButton size="small" label="Delete" onClick={() => void client.call(messagesApi.delete, { params: { messageId: message.id } })}><Trash2 /></IconButton>}
        </div>
      )}
    </li>
  );
});

function Reactions({ message, myId }: { message: Message; myId: string }) {
  const client = useClient();
  if (message.reactions.length === 0) return null;
  return (
    <div className={styles.reactions}>
      {message.reactions.map(({ emoji, count, userIds }) => {
        const mine = userIds.includes(myId);
        return (
          <button key={emoji} type="button" className={styles.reaction} aria-pressed={mine} aria-label={`${emoji}, ${count}`} onClick={() => react(client, message, emoji, mine)}>
            {emoji} {count}
          </button>
        );
      })}
    </div>
  );
}

function EditBox({ message, onDone }: { message: Message; onDone: () => void }) {
  const client = useClient();
  const [text, setText] = useState(message.body ?? '');
  const [failed, setFailed] = useState(false);
  const save = async () => {
    try {
      if (text.trim() && text !== message.body) await client.call(messagesApi.edit, { params: { messageId: message.id }, body: { body: text } });
      onDone();
    } catch {
      setFailed(true);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void save();
  };
  return (
    <div className={styles.edit}>
      <TextArea look="boxed" aria-label="Edit message" value={text} minRows={1} maxRows={12} autoFocus onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      {failed && <span className={styles.failed}>Not saved. Try again.</span>}
      <div><Button size="small" onClick={() => void save()}>Save</Button> <Button size="small" variant="quiet" onClick={onDone}>Cancel</Button></div>
    </div>
  );
}
