import { type FormEvent, useState } from 'react';

import { HallwayProblem } from '@hallway/client';
import { userLimits, usernameTaken } from '@hallway/contracts-auth';
import { Banner, Button, TextField } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { fieldsOf } from '../../../lib/form-fields';
import { fieldProblems } from '../../../lib/problem-text';
import { deviceName } from './device-name';
import { endedText } from './ended-text';
import { ResetPasswordPage } from './reset-password-page';
import { SignInCard } from './sign-in-card';
import styles from './sign-in-page.module.css';

type Mode = 'sign-in' | 'register';

interface SignInPageProps {
  /** The visitor follows an invite: most likely without an account. */
  invited: boolean;
  /** Why an earlier session is over. */
  endedBy: string | null;
}

/** For those who are not signed in: in, a new account, or a new password by a link. */
export function SignInPage({ invited, endedBy }: SignInPageProps) {
  return window.location.pathname === '/reset' ? <ResetPasswordPage /> : <SignInCards invited={invited} endedBy={endedBy} />;
}

function SignInCards({ invited, endedBy }: SignInPageProps) {
  const [mode, setMode] = useState<Mode>(invited ? 'register' : 'sign-in');
  const register = mode === 'register';
  const ended = endedText(endedBy);
  return (
    <SignInCard
      title={register ? 'Create your account' : 'Sign in'}
      lead={leadOf(register, invited)}
      foot={
        <>
          <p className={styles.swap}>
            {register ? 'Already have an account?' : 'New here?'}
            <Button variant="quiet" onClick={() => setMode(register ? 'sign-in' : 'register')}>
              {register ? 'Sign in' : 'Create an account'}
            </Button>
          </p>
          {!register && <p className={styles.note}>Forgotten your password? Who runs this Hallway can make you a link for a new one.</p>}
        </>
      }
    >
      {ended && <Banner kind="info">{ended}</Banner>}
      {register ? <RegisterForm key="register" /> : <SignInForm key="sign-in" />}
    </SignInCard>
  );
}

function leadOf(register: boolean, invited: boolean): string {
  if (invited) return register ? 'You have been invited. This takes a minute, then you are in.' : 'Sign in to accept your invitation.';
  return register ? 'Your team finds you by your name and username.' : 'Good to see you again.';
}

function SignInForm() {
  const { session } = useClient();
  const { faults, busy, submit } = useForm((field) => session.login({ login: field('login').trim(), password: field('password'), deviceName: deviceName() }));
  return (
    <form className={styles.form} onSubmit={submit}>
      {faults.form && <Banner kind="danger">{faults.form}</Banner>}
      <TextField
        name="login"
        label="Username or e-mail"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        error={faults.login}
      />
      <TextField name="password" type="password" label="Password" autoComplete="current-password" required error={faults.password} />
      <Button type="submit" variant="primary" size="large" fullWidth loading={busy}>
        Sign in
      </Button>
    </form>
  );
}

function RegisterForm() {
  const { session } = useClient();
  const { faults, busy, submit } = useForm((field) =>
    session.register({
      username: field('username').trim(),
      email: field('email').trim(),
      password: field('password'),
      displayName: field('displayName').trim() || undefined,
      deviceName: deviceName(),
    }),
  );
  return (
    <form className={styles.form} onSubmit={submit}>
      {faults.form && <Banner kind="danger">{faults.form}</Banner>}
      <TextField name="displayName" label="Your name" autoComplete="name" maxLength={userLimits.displayName} error={faults.displayName} autoFocus />
      <TextField
        name="username"
        label="Username"
        hint="3 to 32 letters, digits, or _ . -"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        pattern="[A-Za-z0-9_.\-]{3,32}"
        title="3 to 32 letters, digits, or _ . -"
        required
        error={faults.username}
      />
      <TextField name="email" type="email" label="E-mail" autoComplete="email" maxLength={userLimits.email} required error={faults.email} />
      <TextField
        name="password"
        type="password"
        label="Password"
        hint={`At least ${userLimits.passwordMin} characters`}
        minLength={userLimits.passwordMin}
        maxLength={userLimits.passwordMax}
        autoComplete="new-password"
        required
        error={faults.password}
      />
      <Button type="submit" variant="primary" size="large" fullWidth loading={busy}>
        Create account
      </Button>
    </form>
  );
}

/** Sends a form once and keeps what was wrong with it, by field. */
function useForm(send: (field: (name: string) => string) => Promise<unknown>) {
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFaults({});
    send(fieldsOf(event.currentTarget)).catch((error: unknown) => {
      setBusy(false);
      setFaults(faultsOf(error));
    });
  };
  return { faults, busy, submit };
}

function faultsOf(error: unknown): Record<string, string> {
  if (error instanceof HallwayProblem && error.is(usernameTaken)) return { username: 'This username is taken. Try another one.' };
  return fieldProblems(error);
}
