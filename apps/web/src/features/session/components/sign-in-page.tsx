import { MessagesSquare } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { HallwayProblem } from '@hallway/client';
import { Banner, Button, TextField } from '@hallway/ui';
import { useClient } from '../../../lib/client-context';
import styles from './sign-in-page.module.css';

type Mode = 'sign-in' | 'register';
type Faults = Record<string, string>;

/** What went wrong, by field; `form` for what belongs to none. */
function faultsOf(error: unknown): Faults {
  if (!(error instanceof HallwayProblem)) return { form: 'Hallway cannot be reached. Check your connection and try again.' };
  if (error.code === 'username-taken') return { username: 'This username is taken.' };
  const fields = Object.fromEntries((error.errors ?? []).map(({ path, message }) => [path, message]));
  return Object.keys(fields).length > 0 ? fields : { form: error.detail || error.message };
}

export function SignInPage() {
  const { session } = useClient();
  const [mode, setMode] = useState<Mode>('sign-in');
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? '');
    setBusy(true);
    setFaults({});
    try {
      if (mode === 'register') await session.register({ username: field('username'), email: field('email'), password: field('password'), displayName: field('displayName') || undefined });
      else await session.login({ login: field('login'), password: field('password') });
    } catch (error) {
      setFaults(faultsOf(error));
      setBusy(false);
    }
  };
  const register = mode === 'register';
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}><MessagesSquare aria-hidden="true" /> Hallway</div>
        <h1>{register ? 'Create your account' : 'Sign in'}</h1>
        <form className={styles.form} onSubmit={(event) => void submit(event)} key={mode}>
          {faults.form && <Banner kind="danger">{faults.form}</Banner>}
          {register ? (
            <>
              <TextField name="displayName" label="Your name" autoComplete="name" maxLength={64} error={faults.displayName} autoFocus />
              <TextField name="username" label="Username" hint="3 to 32 of a-z 0-9 _ . -" autoComplete="username" autoCapitalize="none" required error={faults.username} />
              <TextField name="email" type="email" label="E-mail" autoComplete="email" required error={faults.email} />
            </>
          ) : (
            <TextField name="login" label="Username or e-mail" autoComplete="username" autoCapitalize="none" required autoFocus error={faults.login} />
          )}
          <TextField name="password" type="password" label="Password" hint={register ? 'At least 8 characters' : undefined} minLength={register ? 8 : undefined} autoComplete={register ? 'new-password' : 'current-password'} required error={faults.password} />
          <Button type="submit" variant="primary" size="large" fullWidth disabled={busy}>{register ? 'Create account' : 'Sign in'}</Button>
        </form>
        <div className={styles.swap}>
          {register ? 'Already have an account?' : 'New here?'}
          <Button variant="quiet" onClick={() => { setMode(register ? 'sign-in' : 'register'); setFaults({}); }}>{register ? 'Sign in' : 'Create an account'}</Button>
        </div>
      </div>
    </main>
  );
}
