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
  const announced = jest.fn();
  active.subscribe(announced);
  active.update({ hovered: 'a' });
  active.update({ hovered: 'a' });
  expect(announced).toHaveBeenCalledTimes(1);
});
