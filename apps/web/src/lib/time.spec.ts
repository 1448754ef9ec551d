import { dayOf, timeOf, whenOf } from './time';

const noon = new Date(2026, 10, 22, 12);
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();

it('names today and yesterday, and dates before', () => {
  expect(dayOf(at(22, 1), noon)).toBe('Today');
  expect(dayOf(at(21, 23), noon)).toBe('Yesterday');
  expect(dayOf(at(12, 9), noon)).toMatch(/12/);
});

it('shows the time today and the day otherwise', () => {
  expect(whenOf(at(22, 9), noon)).toBe(timeOf(at(22, 9)));
  expect(whenOf(at(12, 9), noon)).toMatch(/12/);
});
