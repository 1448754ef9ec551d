import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { type Client, HallwayProblem } from '@hallway/client';
import { passwordTooCommon, wrongPassword } from '@hallway/contracts-auth';

import { ClientContext } from '../../../lib/client-context';
import { PasswordSettings } from './password-settings';

async function change(refusal: HallwayProblem) {
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ClientContext value={{ call: jest.fn().mockRejectedValue(refusal) } as unknown as Client}>
        <PasswordSettings />
      </ClientContext>
    </QueryClientProvider>,
  );
  await user.type(screen.getByLabelText('Current password'), 'the one before');
  await user.type(screen.getByLabelText('New password'), 'ana.lima1234');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
}
const isInvalid = (label: string) => screen.getByLabelText(label).getAttribute('aria-invalid') === 'true';

it.each([passwordTooCommon.title, 'This password is hardly more than your username or e-mail'])(
  'says at the field why a password is refused: %s',
  async (message) => {
    await change(new HallwayProblem({ ...passwordTooCommon, errors: [{ path: 'newPassword', message }] }));
    await screen.findByText(`${message}.`);
    expect(isInvalid('New password')).toBe(true);
    expect(isInvalid('Current password')).toBe(false);
  },
);

it('says at the field that the current password is another', async () => {
  await change(new HallwayProblem(wrongPassword));
  await screen.findByText('This is not your current password.');
  expect(isInvalid('Current password')).toBe(true);
});
