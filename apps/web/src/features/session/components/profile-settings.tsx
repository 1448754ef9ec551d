import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';

import { type UpdateProfile, userLimits, usersApi } from '@hallway/contracts-auth';
import { Banner, Button, Spinner, TextField } from '@hallway/ui';
import { ConfirmDialog } from '@hallway/ui/dialog';

import { useClient, useStore } from '../../../lib/client-context';
import { fieldsOf } from '../../../lib/form-fields';
import { PersonAvatar } from '../../../lib/people/person-avatar';
import { fieldProblems, problemText } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';
import { uploadPicture } from '../../../lib/upload-picture';
import styles from './settings.module.css';

/** Name, status and picture, as others see them. */
export function ProfileSettings() {
  const client = useClient();
  const { user } = useStore(client.session);
  const save = useMutation({
    mutationFn: (body: UpdateProfile) => client.call(usersApi.updateMe, { body }),
    onSuccess: (changed) => {
      client.session.updateUser(changed);
      toasts.show({ kind: 'success', text: 'Your profile is saved.' });
    },
  });
  if (!user) return null;
  const faults = save.error ? fieldProblems(save.error) : {};
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    save.mutate({ displayName: field('displayName').trim(), statusText: field('statusText').trim() });
  };
  return (
    <div className={styles.form}>
      <Picture userId={user.id} hasPicture={user.avatarUrl !== null} />
      <form className={styles.form} onSubmit={submit}>
        {faults.form && <Banner kind="danger">{faults.form}</Banner>}
        <TextField
          name="displayName"
          label="Name"
          defaultValue={user.displayName}
          maxLength={userLimits.displayName}
          autoComplete="name"
          required
          error={faults.displayName}
        />
        <TextField
          name="statusText"
          label="Status"
          defaultValue={user.statusText}
          maxLength={userLimits.statusText}
          placeholder="What are you doing?"
          error={faults.statusText}
        />
        <div className={styles.end}>
          <span className={styles.note}>
            @{user.username} · {user.email}
          </span>
          <Button type="submit" variant="primary" loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
      <SignOut />
    </div>
  );
}

function Picture({ userId, hasPicture }: { userId: string; hasPicture: boolean }) {
  const client = useClient();
  const picker = useRef<HTMLInputElement>(null);
  const change = useMutation({
    mutationFn: async (file: File | null) => {
      const avatarUploadId = file && (await uploadPicture(client, file));
      return client.call(usersApi.updateMe, { body: { avatarUploadId } });
    },
    onSuccess: (changed) => client.session.updateUser(changed),
    onError: (error) => toasts.show({ kind: 'danger', text: problemText(error) }),
  });
  return (
    <div className={styles.picture}>
      <PersonAvatar userId={userId} size={72} />
      <div className={styles.pictureActions}>
        <Button onClick={() => picker.current?.click()} disabled={change.isPending}>
          {hasPicture ? 'Change picture' : 'Add a picture'}
        </Button>
        {hasPicture && (
          <Button variant="quiet" onClick={() => change.mutate(null)} disabled={change.isPending}>
            Remove
          </Button>
        )}
        {change.isPending && <Spinner label="Saving the picture" />}
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        hidden
        aria-label="Picture"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) change.mutate(file);
        }}
      />
    </div>
  );
}

function SignOut() {
  const { session, outbox } = useClient();
  const unsent = useStore(outbox).messages.filter(({ state }) => state !== 'sent').length;
  const [asking, setAsking] = useState(false);
  const signOut = useMutation({
    mutationFn: () => session.logout(),
    onError: (error) => toasts.show({ kind: 'danger', text: problemText(error) }),
  });
  return (
    <div className={styles.signOut}>
      <span className={styles.note}>Signing out takes drafts and unsent messages off this device.</span>
      <Button loading={signOut.isPending} onClick={() => (unsent > 0 ? setAsking(true) : signOut.mutate())}>
        Sign out
      </Button>
      {asking && (
        <ConfirmDialog
          open
          danger
          onOpenChange={setAsking}
          title="Sign out with unsent messages?"
          description={`${unsent} ${unsent === 1 ? 'message has' : 'messages have'} not been sent. Signing out deletes ${unsent === 1 ? 'it' : 'them'} from this device.`}
          confirmLabel="Sign out and delete"
          busy={signOut.isPending}
          onConfirm={() => signOut.mutate()}
        />
      )}
    </div>
  );
}
