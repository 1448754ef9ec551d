import { decodeCursor, encodeCursor } from './cursor';

describe('cursors', () => {
  it('come back as they went', () => {
    expect(decodeCursor(encodeCursor({ at: '2026-01-01', id: 'é✋' }))).toEqual({ at: '2026-01-01', id: 'é✋' });
  });

  it.each(['', 'x', 'bnVsbA', '%%%', `${encodeCursor({ a: 1 })}=`, `${encodeCursor({ a: 1 })}x`, encodeCursor({ a: 'a\0' }), encodeCursor('\ud83d')])(
    'are refused when they are %p',
    (text) => {
      expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'validation-failed' }) as Error);
    },
  );

  it('are refused when they belong to another list', () => {
    const isNumber = (value: unknown): value is number => typeof value === 'number';
    expect(() => decodeCursor(encodeCursor({ a: 1 }), isNumber)).toThrow('validation-failed');
  });
});
