import { type FormEvent, useState } from 'react';

import { HallwayProblem } from '@hallway/client';
import { authApi, resetLinkOver } from '@hallway/contracts-auth';
import { Banner, Button } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { fieldsOf } from '../../../lib/form-fields';
import { fieldProblems } from '../../../lib/problem-text';
import { NewPasswordField } from './new-password-field';
import { SignInCard } from './sign-in-card';
import styles from './sign-in-page.module.css';

/** A new password by a link that the people who run this Hallway have made. Its secret is behind the `#`. */
export function ResetPasswordPage() {
  const client = useClient();
  const [token] = useState(takeToken);
  const [state, setState] = useState<'asked' | 'busy' | 'over' | 'done'>(token === '' ? 'over' : 'asked');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === 'busy') return;
    setState('busy');
    setFaults({});
    client.call(authApi.resetPassword, { body: { token, password: fieldsOf(event.currentTarget)('password') } }).then(
      () => setState('done'),
      (error: unknown) => {
        const over = error instanceof HallwayProblem && error.is(resetLinkOver);
        setState(over ? 'over' : 'asked');
        if (!over) setFaults(fieldProblems(error));
      },
    );
  };
  if (state === 'over')
    return (
      <SignInCard title="This link is over" lead="It has been used already, or is more than a day old. Ask for a new one where you got it.">
        <ToSignIn />
      </SignInCard>
    );
  if (state === 'done')
    return (
      <SignInCard title="Your password is changed" lead="All devices are signed out. Sign in with the new password.">
        <ToSignIn />
      </SignInCard>
    );
  return (
    <SignInCard title="Choose a new password" lead="All your devices are signed out by it.">
      <form className={styles.form} onSubmit={submit}>
        {faults.form && <Banner kind="danger">{faults.form}</Banner>}
        <NewPasswordField name="password" autoFocus error={faults.password} />
        <Button type="submit" variant="primary" size="large" fullWidth loading={state === 'busy'}>
          Change password
        </Button>
      </form>
    </SignInCard>
  );
}

/** It does not stay in the address, and so not in the history of the browser. */
function takeToken(): string {
  const token = window.location.hash.slice(1);
  window.history.replaceState(null, '', window.location.pathname);
  return token;
}

/** Anew, so that a session of before has ended in this page as well. */
function ToSignIn() {
  return (
    <Button variant="primary" size="large" fullWidth onClick={() => window.location.assign('/')}>
      Sign in
    </Button>
  );
}
