import { isTooCommon } from './password.policy';

describe('isTooCommon', () => {
  it.each(['password', '12345678', 'PassWord', 'aaaaaaaaaaaa', 'hallway1'])('refuses %s', (password) => {
    expect(isTooCommon(password)).toBe(true);
  });

  it.each(['correct horse battery staple', 'Tr0ub4dor&3x', '日本語のパスワード'])('takes %s', (password) => {
    expect(isTooCommon(password)).toBe(false);
  });
});
