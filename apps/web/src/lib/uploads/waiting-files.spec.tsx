import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { Client, OutboxMessage } from '@hallway/client';

import { ClientContext } from '../client-context';
import { WaitingFiles } from './waiting-files';

const message = {
  clientMessageId: 'm',
  state: 'sending',
  files: [
    { name: 'a.png', type: 'image/png', size: 2_097_152, data: new Uint8Array(0), uploadId: 'done' },
    { name: 'b.zip', type: 'application/zip', size: 2_097_152, data: new Uint8Array(0) },
  ],
} as unknown as OutboxMessage;

function show() {
  const shares: (number | null)[] = [null, 0.25];
  const listeners = new Set<() => void>();
  const progress = {
    of: (_id: string, index: number) => ({
      getSnapshot: () => shares[index] ?? null,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  };
  const dropFile = jest.fn(async () => undefined);
  render(
    <ClientContext value={{ outbox: { dropFile }, uploadProgress: progress } as unknown as Client}>
      <WaitingFiles message={message} />
    </ClientContext>,
  );
  const report = (index: number, share: number) =>
    act(() => {
      shares[index] = share;
      for (const listener of listeners) listener();
    });
  return { dropFile, report };
}

it('shows how far each file is', () => {
  const { report } = show();
  expect(screen.getByText('Uploaded')).toBeTruthy();
  expect(screen.getByText('25 % of 2 MB')).toBeTruthy();
  report(1, 0.5);
  expect(screen.getByRole('progressbar', { name: 'Uploading b.zip' }).getAttribute('aria-valuenow')).toBe('50');
});

it('lets a file be called off', async () => {
  const { dropFile } = show();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Do not send b.zip' }));
  expect(dropFile).toHaveBeenCalledWith('m', 1);
});
