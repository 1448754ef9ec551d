/** @jest-environment <rootDir>/../../tools/jest/jsdom-environment.cjs */
import { createHttp } from '../src/http/http.ts';
import { systemClock } from '../src/platform/clock.ts';
import { Uploads } from '../src/uploads/uploads.ts';
import { UploadsHost } from './uploads-host.ts';

const tokens = { current: () => Promise.resolve('a-token'), replace: () => Promise.resolve(undefined), ended: () => undefined };

describe('uploads where there is XMLHttpRequest', () => {
  let host: UploadsHost;
  beforeEach(async () => {
    host = await UploadsHost.start();
  });
  afterEach(() => host.stop());

  it('say how far they are', async () => {
    const bytes = new Uint8Array(3 * 1024 * 1024).fill(7);
    const shares: number[] = [];
    const uploads = new Uploads(createHttp({ url: host.url, tokens }), tokens, systemClock);
    const { id } = await uploads.upload({ name: 'a', type: 'text/plain', size: bytes.length, data: bytes }, { onProgress: (share) => shares.push(share) });
    expect(host.bytesOf(id)).toHaveLength(bytes.length);
    expect(shares.length).toBeGreaterThan(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
  });

  it('stop when they are called off', async () => {
    const abort = new AbortController();
    const bytes = new Uint8Array(30 * 1024 * 1024);
    const uploads = new Uploads(createHttp({ url: host.url, tokens }), tokens, systemClock);
    const stopped = uploads.upload(
      { name: 'a', type: 'text/plain', size: bytes.length, data: bytes },
      { signal: abort.signal, onProgress: () => abort.abort(new Error('called off')) },
    );
    await expect(stopped).rejects.toThrow('called off');
    expect(host.calls).not.toContain('POST complete');
  });
});
