import { MemberVersions } from './member-versions';

describe('member versions', () => {
  it('takes each word once, and no older one after a newer', () => {
    const versions = new MemberVersions();
    expect(versions.accept('c', 'u', 5, true)).toBe(true);
    expect(versions.accept('c', 'u', 5, true)).toBe(false);
    expect(versions.accept('c', 'u', 6, false)).toBe(true);
    expect(versions.accept('c', 'u', 5, true)).toBe(false);
    expect(versions.hasLeft('c', 'u')).toBe(true);
    expect(versions.accept('c', 'u', 7, true)).toBe(true);
    expect(versions.hasLeft('c', 'u')).toBe(false);
  });

  it('keeps people and conversations apart', () => {
    const versions = new MemberVersions();
    versions.accept('c', 'u', 9, false);
    expect(versions.accept('c', 'v', 1, true)).toBe(true);
    expect(versions.accept('d', 'u', 1, true)).toBe(true);
    expect(versions.hasLeft('d', 'u')).toBe(false);
  });
});
