import type { UserProfile } from '@hallway/contracts-auth';

import { closedNameAt, completionQueryAt, peopleFor } from './completion';

const person = (id: string, displayName: string, username = displayName.toLowerCase()): UserProfile => ({
  id,
  username,
  displayName,
  avatarUrl: null,
  statusText: '',
});
const wanted = (text: string) => completionQueryAt(text, text.length);

describe('wantedAt', () => {
  it('knows a mention and the name of an emoji', () => {
    expect(wanted('hello @an')).toEqual({ kind: 'mention', start: 6, query: 'an' });
    expect(wanted('@')).toEqual({ kind: 'mention', start: 0, query: '' });
    expect(wanted('nice :tad')).toEqual({ kind: 'emoji', start: 5, query: 'tad' });
  });

  it('knows a mention in any script, and behind a wide sign', () => {
    for (const [text, query] of [
      ['@Zoë', 'zoë'],
      ['@田中', '田中'],
      ["@o'b", "o'b"],
      ['@O’B', 'o’b'],
      ['＠zed', 'zed'],
      ['你好@Ana', 'ana'],
      ['@محمد', 'محمد'],
      ['@Зо', 'зо'],
    ]) {
      expect(wanted(text ?? '')).toEqual({ kind: 'mention', start: (text ?? '').search(/[@＠]/), query });
    }
  });

  it('leaves addresses, times and faces alone', () => {
    for (const text of ['mail ana@ex', 'at 10:30', 'https://x', 'well :D', 'done:', 'a :tada: ']) expect(wanted(text)).toBeNull();
  });

  it('looks at the caret only', () => {
    expect(completionQueryAt('@ana and more', 2)).toEqual({ kind: 'mention', start: 0, query: 'a' });
    expect(completionQueryAt('@ana and more', 8)).toBeNull();
  });
});

it('leaves code alone', () => {
  expect(['`:tad', '```\n@an', '`@an'].map(wanted)).toEqual([null, null, null]);
  expect(['`:key:', '```yaml\n:key:', 'a `b` :key:'].map((text) => closedNameAt(text, text.length)?.name)).toEqual([undefined, undefined, 'key']);
});

it('hears a name being closed', () => {
  expect(closedNameAt('so :tada:', 9)).toEqual({ start: 3, name: 'tada' });
  expect(closedNameAt('10:30:', 6)).toBeNull();
});

describe('peopleFor', () => {
  const members = [person('me', 'Me'), person('1', 'Ana Lima', 'ana'), person('2', 'Diana'), person('3', 'Bo')];
  const others = [person('1', 'Ana Lima', 'ana'), person('9', 'Anatol')];
  const shown = (query: string) =>
    peopleFor(query, members, others, 'me').map((one) => one.kind === 'mention' && `${one.person.displayName}${one.member ? '' : ' (not here)'}`);

  it('shows members first, the best match on top, then those who are not here', () => {
    expect(shown('ana')).toEqual(['Ana Lima', 'Anatol (not here)']);
  });

  it('shows whose name has a word that begins so, not who has the letters somewhere', () => {
    const people = [
      person('1', 'Helga Fischer', 'helga.f'),
      person('2', 'Max Herz', 'max'),
      person('3', 'Zoë Bläu', 'zb'),
      person('4', 'Seán O’Brien', 'sean'),
      person('5', '田中\u3000太郎', 'tanaka'),
      person('6', 'Herta', 'h'),
    ];
    const named = (query: string) => peopleFor(query, people, [], 'me').map((one) => one.kind === 'mention' && one.person.username);
    expect(['her', 'zoë', 'zoe', "o'b", '田中', '太郎'].map(named)).toEqual([['h', 'max'], ['zb'], ['zb'], ['sean'], ['tanaka'], ['tanaka']]);
  });

  it('shows the members, without oneself, before anything is typed', () => {
    expect(shown('')).toEqual(['Ana Lima', 'Diana', 'Bo']);
  });

  it('is fast enough for a letter at a time among a thousand', () => {
    const many = Array.from({ length: 1000 }, (_, n) => person(`${n}`, `Person ${n}`, `person.${n}`));
    const times = Array.from({ length: 10 }, () => {
      const started = performance.now();
      peopleFor('pe9', many, [], 'me');
      return performance.now() - started;
    });
    // A few milliseconds; the rest is for a machine that does much else.
    expect(Math.min(...times)).toBeLessThan(500);
  });
});
