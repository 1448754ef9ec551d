import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import { ConfirmDialog, Dialog } from './dialog';

function Page({ onConfirm = () => undefined }: { onConfirm?: () => void }) {
  const [open, setOpen] = useState('');
  const close = () => setOpen('');
  return (
    <>
      <button type="button" onClick={() => setOpen('form')}>
        Create
      </button>
      <button type="button" onClick={() => setOpen('confirm')}>
        Remove
      </button>
      <Dialog open={open === 'form'} onOpenChange={close} title="Create a channel">
        <input aria-label="Name" />
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Remove?"
        description="For everyone."
        danger
        confirmLabel="Remove it"
        onConfirm={onConfirm}
      />
    </>
  );
}

describe('Dialog', () => {
  it('opens with the focus on its first field and gives it back to the opener', async () => {
    const user = userEvent.setup();
    render(<Page />);
    const opener = screen.getByRole('button', { name: 'Create' });
    await user.click(opener);
    expect(screen.getByRole('dialog', { name: 'Create a channel' })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('opens with the focus on its title when there is no field', async () => {
    render(
      <Dialog open onOpenChange={() => undefined} title="About">
        <button type="button">First</button>
      </Dialog>,
    );
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'About' }));
  });

  it('keeps Tab inside', async () => {
    const user = userEvent.setup();
    render(<Page />);
    await user.click(screen.getByRole('button', { name: 'Create' }));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
  });

  it('gives the focus to the place it is told when the opener has gone', async () => {
    const user = userEvent.setup();
    function Gone() {
      const [open, setOpen] = useState(false);
      return (
        <>
          <button type="button">Home</button>
          {!open && (
            <button type="button" onClick={() => setOpen(true)}>
              Once
            </button>
          )}
          <Dialog open={open} onOpenChange={setOpen} title="Gone" returnFocus={() => screen.getByRole('button', { name: 'Home', hidden: true })} />
        </>
      );
    }
    render(<Gone />);
    const opener = screen.getByRole('button', { name: 'Once' });
    await user.click(opener);
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Home' }));
  });
});

describe('ConfirmDialog', () => {
  it('begins on the harmless button and confirms on the other', async () => {
    const user = userEvent.setup();
    const onConfirm = jest.fn();
    render(<Page onConfirm={onConfirm} />);
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(screen.getByRole('button', { name: 'Remove it' }));
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });
});
