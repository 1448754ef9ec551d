import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { Button } from './button';
import { Switch } from './switch';
import { TextArea } from './text-area';
import { TextField } from './text-field';

describe('Button', () => {
  it('ignores clicks while loading, keeps its name and does not submit', async () => {
    const user = userEvent.setup();
    const onClick = jest.fn();
    const onSubmit = jest.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Button type="submit" loading onClick={onClick}>
          Save
        </Button>
      </form>,
    );
    const button = screen.getByRole('button', { name: 'Save' });
    await user.click(button);
    expect(onClick).not.toHaveBeenCalled();
    expect(onSubmit).not.toHaveBeenCalled();
    expect(button.getAttribute('aria-busy')).toBe('true');
  });
});

describe('TextField', () => {
  it('ties the label, the error and the hint to the field', () => {
    render(<TextField label="Username" hint="Lower case." error="Taken." />);
    const field = screen.getByLabelText('Username');
    const notes = (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
    expect(notes).toEqual(['Taken.', 'Lower case.']);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('shows and hides a password without losing it', async () => {
    const user = userEvent.setup();
    render(<TextField label="Password" type="password" autoComplete="current-password" />);
    const field = screen.getByLabelText('Password');
    await user.type(field, 'secret');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field).toMatchObject({ type: 'text', value: 'secret' });
    await user.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(field).toMatchObject({ type: 'password', value: 'secret' });
  });
});

describe('Switch', () => {
  it('is switched by its label and by the space bar', async () => {
    const user = userEvent.setup();
    render(<Switch label="Sounds" />);
    const control = screen.getByRole<HTMLInputElement>('switch', { name: 'Sounds' });
    await user.click(screen.getByText('Sounds'));
    expect(control.checked).toBe(true);
    await user.tab({ shift: true });
    await user.tab();
    await user.keyboard(' ');
    expect(control.checked).toBe(false);
  });
});

describe('TextArea', () => {
  it('gives its element to a ref of either kind and takes it back', () => {
    const seen: (string | null)[] = [];
    const object: { current: HTMLTextAreaElement | null } = { current: null };
    const onRef = (element: HTMLTextAreaElement | null) => void seen.push(element?.tagName ?? null);
    const view = render(
      <>
        <TextArea aria-label="a" ref={onRef} />
        <TextArea aria-label="b" ref={object} />
      </>,
    );
    expect(object.current).toBe(screen.getByLabelText('b'));
    view.unmount();
    expect(seen[0]).toBe('TEXTAREA');
    expect(seen[seen.length - 1]).toBeNull();
    expect(object.current).toBeNull();
  });
});
