import { forgetOthers, keptBy, keptByDevice } from './kept';

afterEach(() => localStorage.clear());

describe('what a browser keeps', () => {
  it('is nobody else’s: what has another owner, or none, goes when a person comes', () => {
    keptBy('ana').write('draft:c', { text: 'of Ana' });
    keptBy('bo').write('draft:c', { text: 'of Bo' });
    keptByDevice.write('preferences', { theme: 'dark' });
    localStorage.setItem('hallway-draft:c', '{"text":"of an older version"}');
    localStorage.setItem('hallway-new-thing', 'that nobody owns');
    forgetOthers('bo');
    expect(Object.keys(localStorage).sort()).toEqual(['hallway-preferences', 'hallway:bo:draft:c']);
    expect(keptBy('bo').read('draft:c', { text: '' }).text).toBe('of Bo');
    forgetOthers(null);
    expect(Object.keys(localStorage)).toEqual(['hallway-preferences']);
  });

  it('goes with the end of a session, and nothing is written after it', () => {
    const kept = keptBy('ana');
    kept.write('emoji', { recent: ['🎉'] });
    kept.end();
    kept.write('draft:c', { text: 'written by what is still being taken off the page' });
    expect(localStorage.length).toBe(0);
  });

  it('lasts as long as the page where the browser keeps nothing, and says that it can be lost', () => {
    const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const kept = keptBy('ana');
    expect(kept.losable).toBe(false);
    kept.write('draft:c', { text: 'half a thought' });
    expect(kept.read('draft:c', { text: '' }).text).toBe('half a thought');
    expect(kept.losable).toBe(true);
    full.mockRestore();
    kept.write('draft:c', { text: 'half a thought' });
    expect([kept.losable, keptBy('ana').read('draft:c', { text: '' }).text]).toEqual([false, 'half a thought']);
  });
});
