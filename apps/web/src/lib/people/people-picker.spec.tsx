import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import type { Client } from '@hallway/client';
import type { UserProfile } from '@hallway/contracts-auth';

import { ClientContext } from '../client-context';
import { PeoplePicker } from './people-picker';

const person = (id: string, displayName: string): UserProfile => ({ id, username: displayName.toLowerCase(), displayName, avatarUrl: null, statusText: '' });
const everyone = [person('me', 'Me'), person('ana', 'Ana'), person('bo', 'Bo'), person('kai', 'Kai')];
const client = {
  session: { user: { id: 'me' } },
  profiles: { latest: (profile: UserProfile) => profile },
  call: async () => ({ items: everyone, nextCursor: null }),
} as unknown as Client;

function Form({ onChosen }: { onChosen: (ids: string[]) => void }) {
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const change = (people: UserProfile[]) => {
    setChosen(people);
    onChosen(people.map(({ id }) => id));
  };
  return <PeoplePicker chosen={chosen} onChange={change} without={new Set(['kai'])} />;
}

async function open() {
  const onChosen = jest.fn();
  render(
    <ClientContext value={client}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } })}>
        <Form onChosen={onChosen} />
      </QueryClientProvider>
    </ClientContext>,
  );
  await screen.findByRole('option', { name: /Ana/ });
  return { onChosen, user: userEvent.setup(), field: screen.getByRole('combobox', { name: 'People' }) };
}

it('offers everyone but the user and those who are left out', async () => {
  await open();
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([expect.stringContaining('Ana'), expect.stringContaining('Bo')]);
});

it('chooses by keyboard, and takes the last one back with Backspace', async () => {
  const { onChosen, user, field } = await open();
  await user.type(field, '{Enter}{ArrowDown}{Enter}');
  expect(onChosen).toHaveBeenLastCalledWith(['ana', 'bo']);
  await user.type(field, '{Backspace}');
  expect(onChosen).toHaveBeenLastCalledWith(['ana']);
});

it('lets a choice go by its button', async () => {
  const { onChosen, user, field } = await open();
  await user.type(field, '{Enter}');
  await user.click(screen.getByRole('button', { name: 'Remove Ana' }));
  expect(onChosen).toHaveBeenLastCalledWith([]);
});
