import { dispositionOf, maySeeInline } from './upload.policy';

describe('dispositionOf', () => {
  it.each([
    ['report.pdf', `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
    ['Übersicht.png', `attachment; filename="_bersicht.png"; filename*=UTF-8''%C3%9Cbersicht.png`],
    ['../../etc/passwd', `attachment; filename="passwd"; filename*=UTF-8''passwd`],
    ['C:\\windows\\x.exe', `attachment; filename="x.exe"; filename*=UTF-8''x.exe`],
    ['a"; evil="b', `attachment; filename="a; evil=b"; filename*=UTF-8''a%3B%20evil%3Db`],
    ['a\r\nSet-Cookie: x', `attachment; filename="aSet-Cookie: x"; filename*=UTF-8''aSet-Cookie%3A%20x`],
    ['photo\u202Egnp.exe', `attachment; filename="photognp.exe"; filename*=UTF-8''photognp.exe`],
    ['..', `attachment; filename="file"; filename*=UTF-8''file`],
    ['می\u200cروم.pdf', `attachment; filename="______.pdf"; filename*=UTF-8''%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D9%85.pdf`],
    ['👩\u200d🚀.txt', `attachment; filename="_____.txt"; filename*=UTF-8''%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80.txt`],
    ['\u0007', `attachment; filename="file"; filename*=UTF-8''file`],
  ])('makes %j safe', (name, header) => {
    expect(dispositionOf('attachment', name)).toBe(header);
  });

  it('never lets a line break or an unescaped quote out', () => {
    for (let code = 0; code < 0x250; code++) {
      const header = dispositionOf('inline', `a${String.fromCharCode(code)}b`);
      expect(header).toMatch(/^inline; filename="[^"\r\n]*"; filename\*=UTF-8''[\w.!~%-]*$/);
    }
  });
});

describe('maySeeInline', () => {
  it.each(['image/svg+xml', 'text/html', 'application/xml', 'application/pdf', 'text/plain', 'application/octet-stream'])('only downloads %s', (type) => {
    expect(maySeeInline(type)).toBe(false);
  });
});
