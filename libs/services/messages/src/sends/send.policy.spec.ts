import { isEmpty } from './send.policy';

describe('send policy', () => {
  it('takes a file for content, and any character that shows', () => {
    expect([isEmpty('', []), isEmpty('', [{}]), isEmpty('\u200B', [{}]), isEmpty('.', [])]).toEqual([true, false, false, false]);
    expect([' ', '\n', '\u200B', '\u2800', '\u3164', '\u115F'].every((body) => isEmpty(body, []))).toBe(true);
  });
});
