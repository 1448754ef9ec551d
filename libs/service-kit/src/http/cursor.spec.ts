import { decodeCursor, encodeCursor, isCursorTime } from './cursor';

describe('cursors', () => {
  it('come back as they went', () => {
    expect(decodeCursor(encodeCursor({ at: '2026-01-01', id: 'é✋' }))).toEqual({ at: '2026-01-01', id: 'é✋' });
  });

  it.each(['', 'x', 'bnVsbA', '%%%', `${encodeCursor({ a: 1 })}=`, `${encodeCursor({ a: 1 })}x`])('are refused when they are %p', (text) => {
    expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'validation-failed' }) as Error);
  });

  it.each(['1', '+275760-09-13T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-13-01T00:00:00.000Z', '2026-01-01', 7, null])(
    'hold no time like %p',
    (value) => expect(isCursorTime(value)).toBe(false),
  );

  it('hold times as they are written', () => {
    expect(isCursorTime(new Date().toISOString())).toBe(true);
  });

  it('are refused when they belong to another list', () => {
    const isNumber = (value: unknown): value is number => typeof value === 'number';
    expect(() => decodeCursor(encodeCursor({ a: 1 }), isNumber)).toThrow('validation-failed');
  });
});
