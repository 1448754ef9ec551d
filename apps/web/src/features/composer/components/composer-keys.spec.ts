import { composerAction } from './composer-keys';

const keys = (changes: object) => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...changes,
});
const writing = { empty: false, selected: false };

describe('composerAction', () => {
  it('sends with Enter and begins a line with Shift+Enter', () => {
    expect(composerAction(keys({ key: 'Enter' }), writing)).toBe('send');
    expect(composerAction(keys({ key: 'Enter', shiftKey: true }), writing)).toBe('new-line');
    expect(composerAction(keys({ key: 'Enter', ctrlKey: true }), writing)).toBe('send');
  });

  it('never sends while an input method composes', () => {
    expect(composerAction(keys({ key: 'Enter', isComposing: true }), writing)).toBeUndefined();
    expect(composerAction(keys({ key: 'Enter', keyCode: 229 }), writing)).toBeUndefined();
  });

  it('edits the last message with ↑ only where nothing is written', () => {
    expect(composerAction(keys({ key: 'ArrowUp' }), { empty: true, selected: false })).toBe('edit-last');
    expect(composerAction(keys({ key: 'ArrowUp' }), writing)).toBeUndefined();
  });

  it('formats by the place of the letter', () => {
    expect(composerAction(keys({ key: 'и', code: 'KeyB', ctrlKey: true }), writing)).toBe('bold');
    expect(composerAction(keys({ key: 'x', code: 'KeyX', metaKey: true, shiftKey: true }), writing)).toBe('strike');
    expect(composerAction(keys({ key: 'x', code: 'KeyX', ctrlKey: true }), writing)).toBeUndefined();
  });

  it('links selected words, and leaves the keys to the switcher without any', () => {
    const link = keys({ key: 'k', code: 'KeyK', ctrlKey: true });
    expect(composerAction(link, { empty: false, selected: true })).toBe('link');
    expect(composerAction(link, writing)).toBeUndefined();
  });
});
