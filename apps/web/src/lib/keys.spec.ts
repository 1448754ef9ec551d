import { shownKeys } from './keys';

it('names keys as the keyboard does', () => {
  expect(shownKeys('Mod+Shift+F', false)).toBe('Ctrl Shift F');
  expect(shownKeys('Mod+K', true)).toBe('⌘K');
});
