import { CaseSensitive, Plus, SendHorizontal } from 'lucide-react';
import { type ChangeEvent, type ClipboardEvent, type FormEvent, type KeyboardEvent, lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { type Message, messageLimits } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { IconButton, TextArea } from '@hallway/ui';
import { useClient } from '../../../lib/client-context';
import { emojiTyped, useCompletion } from '../hooks/use-completion';
import { useDraft } from '../hooks/use-draft';
import { useFormatBar } from '../hooks/use-format-bar';
import { CompletionList } from './completion-list';
import styles from './composer.module.css';
import { type ComposerAction, composerAction, editOf } from './composer-keys';
import { isAddress, makeLink } from './formatting';
import { lengthNote, tooLongText } from './length-note';
import { ReplyLine } from './reply-line';
import { applyEdit, type Edit, insertion } from './text-edit';
import { useTray } from './trays';

const FileTray = lazy(() => import('./file-tray').then((module) => ({ default: module.FileTray })));
const FormatBar = lazy(() => import('./format-bar').then((module) => ({ default: module.FormatBar })));

interface ComposerProps {
  conversationId: string;
  title: string;
  replyTo: Message | undefined;
  onReplyDone: () => void;
  /** Opens my last message for editing; says whether there is one. */
  onEditLast: () => boolean;
  /** The button of the emoji picker, told where an emoji goes. */
  emojiButton: (onPick: (emoji: string) => void) => ReactNode;
}

const excerptLength = 120;

/** Writes a message; sending hands it to the outbox, which keeps it until the server has it. */
export function Composer({ conversationId, title, replyTo, onReplyDone, onEditLast, emojiButton }: ComposerProps) {
  const client = useClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(conversationId, field);
  const { text, reply, caret, change } = draft;
  const [tray, trays] = useTray(conversationId);
  const [active, setActive] = useState(false);
  const bar = useFormatBar();
  const picker = useRef<HTMLInputElement>(null);
  const edit = useCallback((made: Edit) => field.current && applyEdit(field.current, made), []);
  const completion = useCompletion({ conversationId, text, caret, active, onEdit: edit });
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read first.
    if (window.matchMedia('(pointer: coarse)').matches && !replyTo) return;
    field.current?.focus();
  }, [replyTo]);
  useEffect(() => {
    if (replyTo) change({ reply: { id: replyTo.id, senderId: replyTo.senderId, excerpt: plainText(replyTo.body ?? '', excerptLength) || (replyTo.attachments[0]?.fileName ?? '') } });
  }, [replyTo, change]);
  const endReply = () => {
    change({ reply: null });
    onReplyDone();
  };
  const send = () => {
    if (text.trim() === '' && tray.files.length === 0) return;
    if ([...text].length > messageLimits.body) return trays.say(conversationId, tooLongText(text));
    const files = tray.files.map(({ name, file }) => ({ name, type: file.type || 'application/octet-stream', size: file.size, data: file }));
    const kept = client.outbox.enqueue({ conversationId, body: text, files, replyTo: reply?.id });
    kept.catch(() => trays.say(conversationId, 'This message could not be kept. Copy it before you leave.'));
    client.typing.stop(conversationId);
    draft.clear();
    trays.clear(conversationId);
    if (reply) onReplyDone();
  };
  const onChange = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    change({ text: target.value });
    draft.follow(target);
    if (target.value) client.typing.start(conversationId);
    else client.typing.stop(conversationId);
    if (tray.fault) trays.say(conversationId, '');
    void emojiTyped(target.value, target.selectionEnd).then((made) => {
      // Whoever has typed on meanwhile meant it so.
      if (made && field.current?.value === target.value && field.current.selectionEnd === made.to) edit(made);
    });
  };
  const run = (action: ComposerAction, event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const made = editOf(action, selectedOf(event.currentTarget));
    if (made) edit(made);
    else if (action === 'send') send();
    else if (action === 'end-reply' && reply) endReply();
    else if (action !== 'edit-last' || !onEditLast()) return;
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    completion.combobox.fieldProps.onKeyDown(event);
    if (event.defaultPrevented) return;
    const action = composerAction(event.nativeEvent, { empty: text === '' && tray.files.length === 0, selected: event.currentTarget.selectionStart !== event.currentTarget.selectionEnd });
    if (action) run(action, event);
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { files } = event.clipboardData;
    const words = event.clipboardData.getData('text/plain');
    const selected = selectedOf(event.currentTarget);
    // Office programs add a picture of the text that they copy.
    if (files.length > 0 && words === '') trays.add(conversationId, files);
    else if (selected.start !== selected.end && isAddress(words)) edit(makeLink(selected, words.trim()));
    else return;
    event.preventDefault();
  };
  const pickEmoji = (emoji: string) => {
    if (field.current) edit(insertion(field.current.selectionStart, field.current.selectionEnd, emoji));
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    trays.add(conversationId, event.target.files ?? []);
    // The same file may be chosen again.
    event.target.value = '';
    field.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
    field.current?.focus();
  };
  const note = lengthNote(text);
  const nothing = text.trim() === '' && tray.files.length === 0;
  return (
    <form className={styles.composer} aria-label="Message composer" onSubmit={submit}>
      {completion.open && <CompletionList completion={completion} />}
      {reply && <ReplyLine reply={reply} onCancel={endReply} />}
      {tray.files.length > 0 && <Suspense><FileTray files={tray.files} onRemove={(id) => trays.remove(conversationId, id)} /></Suspense>}
      {tray.fault && <div className={styles.fault} role="alert">{tray.fault}</div>}
      {completion.strangers.length > 0 && <div className={styles.hint} role="status">{strangersText(completion.strangers)}</div>}
      <div className={styles.line}>
        <IconButton label="Attach a file" title="Attach a file" onClick={() => picker.current?.click()}><Plus /></IconButton>
        <TextArea
          {...completion.combobox.fieldProps}
          ref={field}
          look="plain"
          className={styles.field}
          aria-label={`Message ${title}`}
          placeholder={`Message ${title}`}
          enterKeyHint="send"
          value={text}
          minRows={1}
          maxRows={10}
          onChange={onChange}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onSelect={(event) => draft.follow(event.currentTarget)}
          onFocus={() => setActive(true)}
          onBlur={() => setActive(false)}
        />
        {note && <span className={styles.count} data-over={note.over}>{note.text}</span>}
        <IconButton label="Formatting" title="Formatting" pressed={bar.shown} onClick={bar.toggle}><CaseSensitive /></IconButton>
        {emojiButton(pickEmoji)}
        <IconButton type="submit" variant="primary" label="Send" title="Send" disabled={nothing}><SendHorizontal /></IconButton>
      </div>
      {bar.shown && <div className={styles.bar}><Suspense><FormatBar onFormat={(format) => field.current && edit(format(selectedOf(field.current)))} /></Suspense></div>}
      <input ref={picker} type="file" multiple hidden aria-hidden="true" tabIndex={-1} onChange={choose} />
    </form>
  );
}

function selectedOf({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) {
  return { text: value, start: selectionStart, end: selectionEnd };
}

function strangersText(names: readonly string[]): string {
  return `${new Intl.ListFormat(undefined, { type: 'conjunction' }).format(names)} ${names.length === 1 ? 'is' : 'are'} not in this conversation and will not be told.`;
}
