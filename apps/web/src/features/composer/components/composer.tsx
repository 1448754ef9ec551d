import { Paperclip, Send, X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { OutboxFile } from '@hallway/client';
import { type Message, messageLimits } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { IconButton, TextArea } from '@hallway/ui';
import { useClient } from '../../../lib/client-context';
import styles from './composer.module.css';
import { drafts } from './drafts';

interface ComposerProps {
  conversationId: string;
  title: string;
  replyTo: Message | undefined;
  onReplyDone: () => void;
}

const maxFileBytes = 52_428_800;

/** Writes a message; sending hands it to the outbox, which keeps it until the server has it. */
export function Composer({ conversationId, title, replyTo, onReplyDone }: ComposerProps) {
  const client = useClient();
  const [text, setText] = useState(() => drafts.read(conversationId));
  const [files, setFiles] = useState<OutboxFile[]>([]);
  const [fault, setFault] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [replyTo]);
  const write = (next: string) => {
    setText(next);
    drafts.write(conversationId, next);
    if (next) client.typing.start(conversationId);
    else client.typing.stop(conversationId);
  };
  const attach = (list: Iterable<File>) => {
    const chosen = [...list];
    const large = chosen.find((file) => file.size > maxFileBytes);
    if (large) return setFault(`${large.name} is larger than 50 MB.`);
    setFault('');
    const added = chosen.map((file) => ({ name: file.name || 'picture.png', type: file.type || 'application/octet-stream', size: file.size, data: file }));
    setFiles([...files, ...added].slice(0, messageLimits.attachments));
  };
  const send = () => {
    if (text.trim() === '' && files.length === 0) return;
    if ([...text].length > messageLimits.body) return setFault(`A message has at most ${messageLimits.body} characters.`);
    client.outbox.enqueue({ conversationId, body: text, files, replyTo: replyTo?.id }).catch(() => setFault('This message could not be kept. Copy it before you leave.'));
    write('');
    setFiles([]);
    setFault('');
    onReplyDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends a composition of an input method; it never sends then.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  };
  return (
    <form
      className={styles.composer}
      aria-label="Message composer"
      onSubmit={(event) => { event.preventDefault(); send(); }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => { event.preventDefault(); attach(event.dataTransfer.files); }}
    >
      {replyTo && <div className={styles.reply}><span>Reply to: {plainText(replyTo.body ?? '', 100)}</span><IconButton size="small" label="Cancel reply" onClick={onReplyDone}><X /></IconButton></div>}
      {files.map((file, i) => (
        <div key={i} className={styles.files}>{file.name}<IconButton size="small" label={`Remove ${file.name}`} onClick={() => setFiles(files.filter((_, at) => at !== i))}><X /></IconButton></div>
      ))}
      {fault && <div className={styles.fault} role="alert">{fault}</div>}
      <div className={styles.line}>
        <IconButton label="Attach a file" onClick={() => picker.current?.click()}><Paperclip /></IconButton>
        <TextArea ref={field} look="plain" aria-label={`Message ${title}`} placeholder={`Message ${title}`} value={text} minRows={1} maxRows={10} onChange={(event) => write(event.target.value)} onKeyDown={onKeyDown} onPaste={onPaste} />
        <IconButton type="submit" variant="primary" label="Send" disabled={text.trim() === '' && files.length === 0}><Send /></IconButton>
      </div>
      <input ref={picker} type="file" multiple hidden aria-hidden="true" tabIndex={-1} onChange={(event) => { attach(event.target.files ?? []); event.target.value = ''; }} />
    </form>
  );
}
