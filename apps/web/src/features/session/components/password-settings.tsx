import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';

import { HallwayProblem } from '@hallway/client';
import { authApi, type ChangePassword, wrongPassword } from '@hallway/contracts-auth';
import { Banner, Button, TextField } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { fieldsOf } from '../../../lib/form-fields';
import { fieldProblems } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';
import { NewPasswordField } from './new-password-field';
import styles from './settings.module.css';

/** A new password; every other device is signed out by it. */
export function PasswordSettings() {
  const client = useClient();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (body: ChangePassword) => client.call(authApi.changePassword, { body }),
    onSuccess: () => {
      form.current?.reset();
      toasts.show({ kind: 'success', text: 'Your password is changed. Other devices are signed out.' });
    },
  });
  const faults = change.error ? faultsOf(change.error) : {};
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    change.mutate({ currentPassword: field('currentPassword'), newPassword: field('newPassword') });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      {faults.form && <Banner kind="danger">{faults.form}</Banner>}
      <TextField name="currentPassword" type="password" label="Current password" autoComplete="current-password" required error={faults.currentPassword} />
      <NewPasswordField name="newPassword" error={faults.newPassword} />
      <div className={styles.end}>
        <span className={styles.note}>Your other devices are signed out.</span>
        <Button type="submit" variant="primary" loading={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}

function faultsOf(error: unknown): Record<string, string> {
  if (error instanceof HallwayProblem && error.is(wrongPassword)) return { currentPassword: 'This is not your current password.' };
  return fieldProblems(error);
}
