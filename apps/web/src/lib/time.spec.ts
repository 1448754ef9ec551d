import { agoOf, dayOf, timeOf, whenOf } from './time';

const noon = new Date(2026, 10, 22, 12);
const at = (day: number, hour: number, year = 2026) => new Date(year, 10, day, hour).toISOString();

it('names today and yesterday, and dates before', () => {
  expect(dayOf(at(22, 1), noon)).toBe('Today');
  expect(dayOf(at(21, 23), noon)).toBe('Yesterday');
  expect(dayOf(at(12, 9), noon)).toMatch(/12/);
  expect(dayOf(at(12, 9, 2024), noon)).toMatch(/2024/);
});

it('shows the time today, the weekday this week and the date before', () => {
  expect(whenOf(at(22, 9), noon)).toBe(timeOf(at(22, 9)));
  expect(whenOf(at(18, 9), noon)).toMatch(/wed/i);
  expect(whenOf(at(12, 9), noon)).toMatch(/12/);
});

it('counts back from now', () => {
  expect(agoOf(at(22, 12), noon)).toBe('just now');
  expect(agoOf(new Date(2026, 10, 22, 11, 55).toISOString(), noon)).toMatch(/5 minutes ago/);
  expect(agoOf(at(22, 9), noon)).toMatch(/3 hours ago/);
});
