import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { type Client, HallwayProblem, NetworkProblem } from '@hallway/client';
import { usernameTaken } from '@hallway/contracts-auth';

import { ClientContext } from '../../../lib/client-context';
import { SignInPage } from './sign-in-page';

function open({ invited = false, endedBy = null as string | null } = {}) {
  const session = { login: jest.fn().mockResolvedValue({}), register: jest.fn().mockResolvedValue({}) };
  render(
    <ClientContext value={{ session } as unknown as Client}>
      <SignInPage invited={invited} endedBy={endedBy} />
    </ClientContext>,
  );
  return { session, user: userEvent.setup() };
}

async function register(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByLabelText('Username'), 'ana');
  await user.type(screen.getByLabelText('E-mail'), 'ana@example.org');
  await user.type(screen.getByLabelText('Password'), 'a long password');
  await user.click(screen.getByRole('button', { name: 'Create account' }));
}

it('signs in with a name for this device', async () => {
  const { session, user } = open();
  await user.type(screen.getByLabelText('Username or e-mail'), ' ana ');
  await user.type(screen.getByLabelText('Password'), ' spaces stay ');
  await user.keyboard('{Enter}');
  expect(session.login).toHaveBeenCalledWith({ login: 'ana', password: ' spaces stay ', deviceName: expect.any(String) });
});

it('offers an account first to someone who follows an invite', () => {
  open({ invited: true });
  expect(screen.queryByRole('heading', { name: 'Create your account' })).not.toBeNull();
});

it('says at the field what is wrong with it', async () => {
  const { session, user } = open({ invited: true });
  session.register.mockRejectedValue(new HallwayProblem(usernameTaken));
  await register(user);
  await screen.findByText(/This username is taken/);
  expect(screen.getByLabelText('Username').getAttribute('aria-invalid')).toBe('true');
});

it('can be tried again after the network was away', async () => {
  const { session, user } = open({ invited: true });
  session.register.mockRejectedValueOnce(new NetworkProblem('failed'));
  await register(user);
  await screen.findByText(/cannot be reached/);
  await user.click(screen.getByRole('button', { name: 'Create account' }));
  expect(session.register).toHaveBeenCalledTimes(2);
});

it('tells why an earlier session is over, but not after a wish to leave', () => {
  open({ endedBy: 'session-revoked' });
  expect(screen.queryByText(/You were signed out on this device/)).not.toBeNull();
});
