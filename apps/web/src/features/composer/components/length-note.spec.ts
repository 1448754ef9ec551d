import { lengthNote, tooLongText } from './length-note';

describe('lengthNote', () => {
  it('counts down near the end and says how much is too much', () => {
    expect(lengthNote('x'.repeat(15_499))).toBeUndefined();
    expect(lengthNote('x'.repeat(15_900))).toEqual({ text: '100 left', over: false });
    expect(lengthNote('x'.repeat(16_000))).toEqual({ text: '0 left', over: false });
    expect(lengthNote('x'.repeat(17_234))).toEqual({ text: '1,234 too many', over: true });
  });

  it('counts characters as the server does', () => {
    expect(lengthNote('😀'.repeat(15_999))).toEqual({ text: '1 left', over: false });
  });
});

it('says what to do with a text that is too long', () => {
  expect(tooLongText('x'.repeat(16_001))).toMatch(/^This is 1 character longer/);
});
