import { shortcutOf } from './shortcuts';

const keys = (changed: Partial<KeyboardEvent>) => ({ code: '', key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...changed });
const here = { mac: false, typing: false };

it('knows a letter by its place on the keyboard', () => {
  expect(shortcutOf(keys({ code: 'KeyK', key: 'л', ctrlKey: true }), here)).toBe('switcher');
  expect(shortcutOf(keys({ code: 'KeyK', key: 'k', metaKey: true }), { ...here, mac: true })).toBe('switcher');
});

it('asks for exactly the right modifiers', () => {
  expect(shortcutOf(keys({ code: 'KeyK', ctrlKey: true, shiftKey: true }), here)).toBeUndefined();
  expect(shortcutOf(keys({ code: 'ArrowDown', altKey: true, shiftKey: true }), here)).toBe('next-unread');
  expect(shortcutOf(keys({ code: 'KeyK', ctrlKey: true, metaKey: true }), here)).toBeUndefined();
});

it('takes ? only where no text is typed', () => {
  expect(shortcutOf(keys({ key: '?', code: 'Slash', shiftKey: true }), here)).toBe('shortcuts');
  expect(shortcutOf(keys({ key: '?', code: 'Slash', shiftKey: true }), { ...here, typing: true })).toBeUndefined();
});
