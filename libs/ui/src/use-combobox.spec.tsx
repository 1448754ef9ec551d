import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';

import { useCombobox } from './use-combobox';

const names = ['ana', 'bo', 'eve'];

interface PeopleProps {
  onSelect?: (name: string) => void;
  onClose?: () => void;
  multiline?: boolean;
}

function People({ onSelect = () => undefined, onClose = () => undefined, multiline = false }: PeopleProps) {
  const [query, setQuery] = useState('');
  const items = names.filter((name) => name.includes(query));
  const box = useCombobox({ items, open: true, keyOf: (name) => name, onSelect, onClose, label: 'People', multiline, selectOnTab: true });
  const field = { value: query, 'aria-label': 'Who', ...box.fieldProps };
  return (
    <>
      {multiline ? (
        <textarea {...field} onChange={(event) => setQuery(event.target.value)} />
      ) : (
        <input {...field} onChange={(event) => setQuery(event.target.value)} />
      )}
      <div {...box.listProps}>
        {items.map((name, index) => (
          <div key={name} {...box.optionProps(index)}>
            {name}
          </div>
        ))}
      </div>
    </>
  );
}

const active = () => screen.getByRole('option', { selected: true }).textContent;

describe('useCombobox', () => {
  it('names the active option to the field, the first one to begin with', () => {
    render(<People />);
    const field = screen.getByRole('combobox', { name: 'Who' });
    expect(field.getAttribute('aria-expanded')).toBe('true');
    expect(field.getAttribute('aria-controls')).toBe(screen.getByRole('listbox', { name: 'People' }).id);
    expect(field.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { name: 'ana' }).id);
  });

  it('moves with the arrow keys, around both ends', async () => {
    const user = userEvent.setup();
    render(<People />);
    await user.click(screen.getByRole('combobox'));
    await user.keyboard('{ArrowDown}');
    expect(active()).toBe('bo');
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(active()).toBe('eve');
    await user.keyboard('{ArrowDown}');
    expect(active()).toBe('ana');
    await user.keyboard('{PageDown}');
    expect(active()).toBe('eve');
  });

  it('keeps the active option while typing narrows the list, else takes the first', async () => {
    const user = userEvent.setup();
    render(<People />);
    await user.click(screen.getByRole('combobox'));
    await user.keyboard('{ArrowDown}{ArrowDown}e');
    expect(active()).toBe('eve');
    await user.keyboard('{Backspace}a');
    expect(active()).toBe('ana');
  });

  it.each(['{Enter}', '{Tab}'])('chooses the active option with %s and keeps the focus', async (key) => {
    const user = userEvent.setup();
    const onSelect = jest.fn();
    render(<People onSelect={onSelect} />);
    await user.click(screen.getByRole('combobox'));
    await user.keyboard(`{ArrowDown}${key}`);
    expect(onSelect).toHaveBeenCalledWith('bo');
    expect(document.activeElement).toBe(screen.getByRole('combobox'));
  });

  it('chooses with the mouse without taking the focus from the field', async () => {
    const user = userEvent.setup();
    const onSelect = jest.fn();
    render(<People onSelect={onSelect} />);
    await user.click(screen.getByRole('combobox'));
    await user.click(screen.getByRole('option', { name: 'eve' }));
    expect(onSelect).toHaveBeenCalledWith('eve');
    expect(document.activeElement).toBe(screen.getByRole('combobox'));
  });

  it('leaves the keys alone while an input method composes', () => {
    const onSelect = jest.fn();
    render(<People onSelect={onSelect} />);
    const field = screen.getByRole('combobox');
    const composing = createEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    fireEvent(field, composing);
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    expect(composing.defaultPrevented).toBe(false);
    expect(onSelect).not.toHaveBeenCalled();
  });

  it('lets Shift+Enter and Enter on an empty list through to the field', async () => {
    const onSelect = jest.fn();
    render(<People onSelect={onSelect} />);
    const field = screen.getByRole('combobox');
    const newLine = createEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    fireEvent(field, newLine);
    expect(newLine.defaultPrevented).toBe(false);
    fireEvent.change(field, { target: { value: 'nobody' } });
    const send = createEvent.keyDown(field, { key: 'Enter' });
    fireEvent(field, send);
    expect(send.defaultPrevented).toBe(false);
    expect(onSelect).not.toHaveBeenCalled();
  });

  it('closes on Escape', async () => {
    const user = userEvent.setup();
    const onClose = jest.fn();
    render(<People onClose={onClose} />);
    await user.click(screen.getByRole('combobox'));
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('leaves a textarea a text box and still names the active option', () => {
    render(<People multiline />);
    const field = screen.getByRole('textbox', { name: 'Who' });
    expect(field.hasAttribute('aria-expanded')).toBe(false);
    expect(field.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { name: 'ana' }).id);
  });
});
