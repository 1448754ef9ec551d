import { fileNameParts, plainFileName } from './file-name.ts';
import { uploadLimits } from './upload.limits.ts';

describe('plainFileName', () => {
  it.each([
    ['\u202egpj.exe', 'gpj.exe'],
    ['photo\u2067gnp\u2069.exe', 'photognp.exe'],
    ['a\u200eb\u061c.txt', 'ab.txt'],
    ['می\u200cروم.pdf', 'می\u200cروم.pdf'],
    ['👩\u200d🚀.txt', '👩\u200d🚀.txt'],
    ['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.png', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\windows\\x.exe', 'x.exe'],
    ['folder/', ''],
    ['..', ''],
    [' \u200b\u2060 ', ''],
    ['\u3164', ''],
    ['a\r\nSet-Cookie: x', 'aSet-Cookie: x'],
    ['line\u2028end.txt', 'lineend.txt'],
    ['half \ud83d.txt', 'half .txt'],
    ['.env', '.env'],
    ['file\u00ad.txt', 'file.txt'],
  ])('makes %j plain', (name, plain) => {
    expect(plainFileName(name)).toBe(plain);
    expect(plainFileName(plain)).toBe(plain);
  });

  it.each([
    ['a', 264],
    ['👩\u200d🚀', 100],
    ['e\u0301', 140],
    ['م', 500],
    ['\u0301', 300],
  ])('cuts %j × %i between characters and keeps the extension', (character, times) => {
    const cut = plainFileName(`x${character.repeat(times)}.pdf`);
    expect(cut.length).toBeLessThanOrEqual(uploadLimits.fileName);
    expect(cut.length).toBeGreaterThan(200);
    expect(cut.endsWith('….pdf')).toBe(true);
    expect(cut.isWellFormed()).toBe(true);
    if (character !== '\u0301') expect(cut.slice(1, -5).replaceAll(character, '')).toBe('');
    expect(plainFileName(cut)).toBe(cut);
  });

  it('takes time in proportion to the name', () => {
    const time = (length: number, text: string) => {
      const from = performance.now();
      for (let i = 0; i < 20; i++) plainFileName(text.repeat(length));
      return performance.now() - from;
    };
    for (const text of ['\u202e', '\u0301', '/', ' ', '.', '\u200d', '👩\u200d']) {
      time(1_000, text);
      expect(time(64_000, text)).toBeLessThan(2_000);
    }
  });
});

describe('fileNameParts', () => {
  it.each([
    ['report.pdf', 'report', '.pdf'],
    ['archive.tar.gz', 'archive.tar', '.gz'],
    ['.env', '.env', ''],
    ['README', 'README', ''],
    ['no. 12 of many', 'no. 12 of many', ''],
    ['عکس.jpg', 'عکس', '.jpg'],
  ])('%j is %j and %j', (name, stem, extension) => {
    expect(fileNameParts(name)).toEqual({ stem, extension });
  });
});
