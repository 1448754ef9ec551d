import { deviceStorage, forgetOthers, userStorage } from './device-storage';

afterEach(() => localStorage.clear());

describe('what a browser keeps', () => {
  it('belongs to one user: what has another owner, or none, is removed at sign-in', () => {
    userStorage('ana').write('draft:c', { text: 'of Ana' });
    userStorage('bo').write('draft:c', { text: 'of Bo' });
    deviceStorage.write('preferences', { theme: 'dark' });
    localStorage.setItem('hallway-draft:c', '{"text":"of an older version"}');
    localStorage.setItem('hallway-new-thing', 'without an owner');
    forgetOthers('bo');
    expect(Object.keys(localStorage).sort()).toEqual(['hallway-preferences', 'hallway:bo:draft:c']);
    expect(userStorage('bo').read('draft:c', { text: '' }).text).toBe('of Bo');
    forgetOthers(null);
    expect(Object.keys(localStorage)).toEqual(['hallway-preferences']);
  });

  it('goes with the end of a session, and nothing is written after it', () => {
    const kept = userStorage('ana');
    kept.write('emoji', { recent: ['🎉'] });
    kept.end();
    kept.write('draft:c', { text: 'written by what is still being taken off the page' });
    expect(localStorage.length).toBe(0);
  });

  it('lasts as long as the page where the browser keeps nothing, and says that it can be lost', () => {
    const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const kept = userStorage('ana');
    expect(kept.losable).toBe(false);
    kept.write('draft:c', { text: 'half a thought' });
    expect(kept.read('draft:c', { text: '' }).text).toBe('half a thought');
    expect(kept.losable).toBe(true);
    full.mockRestore();
    kept.write('draft:c', { text: 'half a thought' });
    expect([kept.losable, userStorage('ana').read('draft:c', { text: '' }).text]).toEqual([false, 'half a thought']);
  });
});
