import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { checkContent } from './content-check';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('checkContent', () => {
  it('tells size, hash and type from the bytes', async () => {
    const sha256 = createHash('sha256').update(png).digest('hex');
    expect(await checkContent(Readable.from([png.subarray(0, 10), png.subarray(10)]), 'text/html')).toEqual({
      size: png.length,
      sha256,
      mimeType: 'image/png',
    });
  });

  it.each([
    ['hello', 'text/markdown', 'text/markdown'],
    ['<html><script>x</script>', 'text/html', 'text/plain'],
    ['hello', 'image/png', 'text/plain'],
    ['{"a":1}', 'application/json', 'application/json'],
    ['a\u0000b', 'text/plain', 'application/octet-stream'],
  ])('calls %j declared as %s %s', async (text, declared, type) => {
    expect((await checkContent(Readable.from([Buffer.from(text)]), declared)).mimeType).toBe(type);
  });
});
