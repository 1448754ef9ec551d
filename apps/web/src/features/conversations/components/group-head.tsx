import { Camera, Pencil } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';

import { type Conversation, conversationLimits } from '@hallway/contracts-conversations';
import { trimName } from '@hallway/contracts-core';
import { Button, IconButton, TextField } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { fieldsOf } from '../../../lib/form-fields';
import { problemText } from '../../../lib/problem-text';
import { fullTimeOf } from '../../../lib/time';
import { toasts } from '../../../lib/toasts';
import { uploadPicture } from '../../../lib/upload-picture';
import { useConversationActions } from '../hooks/use-conversation-actions';
import { ConversationPicture } from './conversation-picture';
import styles from './details-panel.module.css';

/** Picture and title of a group; admins change them here. */
export function GroupHead({ conversation }: { conversation: Conversation }) {
  const { title, role, memberCount, createdAt } = conversation;
  const [renaming, setRenaming] = useState(false);
  const managed = role !== 'member';
  return (
    <div className={styles.who}>
      <span className={styles.picture}>
        <ConversationPicture conversation={conversation} size={88} />
        {managed && <ChangePicture conversation={conversation} />}
      </span>
      {renaming ? (
        <Rename conversation={conversation} onDone={() => setRenaming(false)} />
      ) : (
        <div className={styles.name}>
          {title}
          {managed && (
            <IconButton size="small" label="Rename" title="Rename" onClick={() => setRenaming(true)}>
              <Pencil />
            </IconButton>
          )}
        </div>
      )}
      <div className={styles.note} title={fullTimeOf(createdAt)}>
        {memberCount} {memberCount === 1 ? 'person' : 'people'}
      </div>
    </div>
  );
}

function Rename({ conversation: { id, title }, onDone }: { conversation: Conversation; onDone: () => void }) {
  const { update } = useConversationActions(id);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = trimName(fieldsOf(event.currentTarget)('title'));
    if (next === '' || next === title) return onDone();
    update.mutate({ title: next }, { onSuccess: onDone });
  };
  return (
    <form
      className={styles.rename}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      <TextField name="title" label="Title" labelHidden defaultValue={title ?? ''} maxLength={conversationLimits.title} required autoFocus />
      <span className={styles.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={update.isPending}>
          Rename
        </Button>
      </span>
    </form>
  );
}

function ChangePicture({ conversation: { id } }: { conversation: Conversation }) {
  const client = useClient();
  const { update } = useConversationActions(id);
  const picker = useRef<HTMLInputElement>(null);
  const change = async (file: File | undefined) => {
    if (!file) return;
    try {
      update.mutate({ avatarUploadId: await uploadPicture(client, file) });
    } catch (error) {
      toasts.show({ kind: 'danger', text: problemText(error) });
    }
  };
  return (
    <>
      <IconButton
        className={styles.camera}
        size="small"
        variant="outlined"
        label="Change the picture"
        title="Change the picture"
        onClick={() => picker.current?.click()}
      >
        <Camera />
      </IconButton>
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        hidden
        aria-label="Picture"
        onChange={(event) => {
          void change(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}
