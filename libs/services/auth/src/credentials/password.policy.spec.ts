import { isOwnName, isTooCommon } from './password.policy';

describe('isTooCommon', () => {
  it.each([
    'password',
    '12345678',
    'PassWord',
    'aaaaaaaaaaaa',
    'hallway1',
    'Passw0rd!',
    'P@$$w0rd',
    'p4ssw0rd1',
    '!password!',
    'Dragon2024',
    'l3tm31n!',
    'H4llw4y!',
    'sunsh1ne',
  ])('refuses %s', (password) => {
    expect(isTooCommon(password)).toBe(true);
  });

  it.each([
    'correct horse battery staple',
    'Tr0ub4dor&3x',
    '日本語のパスワード',
    'password-93847203',
    'x7#kQ!2z',
    '🦊🐼🦁🐸🐙🦋🐝🐢',
    '83920174652',
    ' \t pässwörd "\'\\ \u200b ',
  ])('takes %s', (password) => {
    expect(isTooCommon(password)).toBe(false);
  });
});

describe('isOwnName', () => {
  const names = ['ana.lima', 'ana@example.org'];

  it.each(['ana.lima', 'ANA.LIMA', 'ana.lima123', '2024ana.lima!', 'ana@example.org', '4n4.l1m4', 'Ana12345', 'anaanaana'])('refuses %s', (password) => {
    expect(isOwnName(password, names)).toBe(true);
  });

  it.each(['a long password ana.lima', 'banana88x', 'ana likes lime', '12345678'])('takes %s', (password) => {
    expect(isOwnName(password, names)).toBe(false);
  });

  it('ignores names of which nothing is left', () => expect(isOwnName('12345678', ['a@b.c'])).toBe(false));
});
