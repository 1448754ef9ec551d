import { takeOperators } from './operators';

const names = {
  myId: 'me',
  people: [
    { id: '1', names: ['Ana Lima', 'ana'] },
    { id: '2', names: ['Bo Chen', 'bo'] },
  ],
  conversations: [{ id: 'r', names: ['release-train'] }],
};
const taken = (text: string) => takeOperators({ text }, names);

describe('takeOperators', () => {
  it('makes filters of what was typed, once a word has ended', () => {
    expect(taken('from:ana in:#release notes')).toEqual({ text: 'notes', senderId: '1', conversationId: 'r' });
    expect(taken('notes from:@bo ')).toEqual({ text: 'notes ', senderId: '2' });
    expect(taken('from:me x')).toEqual({ text: 'x', senderId: 'me' });
    expect(taken('notes from:ana')).toEqual({ text: 'notes from:ana' });
  });

  it('leaves out the days that are named', () => {
    expect(taken('before:2026-11-01 after:2026-10-01 x')).toEqual({ text: 'x', toDay: '2026-10-31', fromDay: '2026-10-02' });
  });

  it('leaves what names nothing as words', () => {
    for (const text of ['from:nobody x', 'before:soon x', 'http://a.test/in:b x']) expect(taken(text)).toEqual({ text });
  });
});
