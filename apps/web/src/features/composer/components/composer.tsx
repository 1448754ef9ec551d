import { CaseSensitive, Plus, SendHorizontal } from 'lucide-react';
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

import type { Message } from '@hallway/contracts-messages';
import { IconButton, TextArea } from '@hallway/ui';

import { lazyPart } from '../../../lib/lazy-part';
import { useCompletion } from '../hooks/use-completion';
import { useDraft } from '../hooks/use-draft';
import { useFormatBar } from '../hooks/use-format-bar';
import { useReply } from '../hooks/use-reply';
import { useSend } from '../hooks/use-send';
import { selectedOf, useWriting } from '../hooks/use-writing';
import { CompletionList } from './completion-list';
import styles from './composer.module.css';
import { lengthNote } from './length-note';
import { ReplyLine } from './reply-line';
import { useFileSelection } from './selected-files';
import { applyEdit, type Edit, insertion, type Selected } from './text-edit';

const SelectedFileList = lazyPart(async () => (await import('./selected-file-list')).SelectedFileList);
const FormatBar = lazyPart(async () => (await import('./format-bar')).FormatBar);
/** When the page has come to rest, what may be needed later is fetched: without network it could not be. */
const prefetchAfterMs = 2_000;

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

/** Writes a message; sending hands it to the outbox, which keeps it until the server has it. */
export function Composer({ conversationId, title, replyTo, onReplyDone, onEditLast, emojiButton }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [active, setActive] = useState(false);
  const [fileSelection, selectedFiles] = useFileSelection(conversationId);
  const bar = useFormatBar();
  const draft = useDraft(conversationId, field);
  const edit = useCallback((made: Edit) => field.current && applyEdit(field.current, made), []);
  const editSelected = (change: (selected: Selected) => Edit) => field.current && edit(change(selectedOf(field.current)));
  const reply = useReply({ replyTo, onReplyDone, draft, field });
  const { send, nothing } = useSend({ conversationId, draft, fileSelection, selectedFiles, onReplyDone });
  const completion = useCompletion({ conversationId, text: draft.text, caret: draft.caret, active, onEdit: edit });
  const writing = useWriting({ conversationId, field, draft, fileSelection, selectedFiles, completion, edit, send, endReply: reply.end, onEditLast });
  useEffect(() => {
    const timer = setTimeout(() => [SelectedFileList, FormatBar].forEach((part) => part.prefetch()), prefetchAfterMs);
    return () => clearTimeout(timer);
  }, []);
  const attach = (files: Iterable<File>) => {
    selectedFiles.add(conversationId, files);
    field.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
    field.current?.focus();
  };
  return (
    <form className={styles.composer} aria-label="Message composer" onSubmit={submit}>
      {completion.open && <CompletionList completion={completion} />}
      {draft.reply && <ReplyLine reply={draft.reply} onCancel={reply.end} />}
      {fileSelection.files.length > 0 && <SelectedFileList files={fileSelection.files} onRemove={(id) => selectedFiles.remove(conversationId, id)} />}
      {fileSelection.fault && (
        <div className={styles.fault} role="alert">
          {fileSelection.fault}
        </div>
      )}
      {completion.strangers.length > 0 && (
        <div className={styles.hint} role="status">
          {strangersText(completion.strangers)}
        </div>
      )}
      <div className={styles.line}>
        <AttachButton onChosen={attach} />
        <TextArea
          {...completion.combobox.fieldProps}
          {...writing}
          ref={field}
          look="plain"
          className={styles.field}
          aria-label={`Message ${title}`}
          placeholder={`Message ${title}`}
          enterKeyHint="send"
          value={draft.text}
          minRows={1}
          maxRows={10}
          onSelect={(event) => draft.follow(event.currentTarget)}
          onFocus={() => setActive(true)}
          onBlur={() => setActive(false)}
        />
        <Count text={draft.text} />
        <IconButton label="Formatting" title="Formatting" pressed={bar.shown} onClick={bar.toggle}>
          <CaseSensitive />
        </IconButton>
        {emojiButton((emoji) => editSelected(({ start, end }) => insertion(start, end, emoji)))}
        <IconButton type="submit" variant="primary" label="Send" title="Send" disabled={nothing}>
          <SendHorizontal />
        </IconButton>
      </div>
      {bar.shown && (
        <div className={styles.bar}>
          <FormatBar onFormat={editSelected} />
        </div>
      )}
    </form>
  );
}

function AttachButton({ onChosen }: { onChosen: (files: Iterable<File>) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label="Attach a file" title="Attach a file" onClick={() => picker.current?.click()}>
        <Plus />
      </IconButton>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={({ target }) => {
          onChosen(target.files ?? []);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}

/** How much still fits, near the end of what a message may have. */
function Count({ text }: { text: string }) {
  const note = lengthNote(text);
  return (
    note && (
      <span className={styles.count} data-over={note.over}>
        {note.text}
      </span>
    )
  );
}

function strangersText(names: readonly string[]): string {
  return `${new Intl.ListFormat(undefined, { type: 'conjunction' }).format(names)} ${names.length === 1 ? 'is' : 'are'} not in this conversation and will not be told.`;
}
