import { ActiveRow, rowWithTools } from './active-row';

const both = { focused: 'f', hovered: 'h', held: null };

it('gives the toolbar to what was used last', () => {
  expect(rowWithTools({ ...both, by: 'keys' })).toBe('f');
  expect(rowWithTools({ ...both, by: 'pointer' })).toBe('h');
  expect(rowWithTools({ ...both, hovered: null, by: 'pointer' })).toBe('f');
});

it('leaves the toolbar where a menu is open', () => {
  expect(rowWithTools({ ...both, held: 'm', by: 'pointer' })).toBe('m');
});

it('tells only of what has changed', () => {
  const active = new ActiveRow();
  const heard = jest.fn();
  active.subscribe(heard);
  active.update({ hovered: 'a' });
  active.update({ hovered: 'a' });
  expect(heard).toHaveBeenCalledTimes(1);
});
