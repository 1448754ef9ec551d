import { randomBytes } from 'node:crypto';

import type { DeclaredUpload } from '@hallway/contracts-uploads';

import { createHttp, HallwayProblem, NetworkProblem } from '../src/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { tusTransport } from '../src/uploads/tus-transport.ts';
import { Uploads } from '../src/uploads/uploads.ts';
import { UploadsHost } from './uploads-host.ts';

const mib = 1024 * 1024;

describe('large uploads', () => {
  let host: UploadsHost;
  beforeEach(async () => {
    host = await UploadsHost.start();
  });
  afterEach(() => host.stop());

  function uploads(): Uploads {
    const tokens = { current: () => Promise.resolve('a-token'), replace: () => Promise.resolve(undefined), ended: () => undefined };
    return new Uploads(createHttp({ url: host.url, tokens }), tokens, systemClock, { aboveBytes: 5 * mib, transport: tusTransport });
  }

  const fileOf = (bytes: Buffer) => ({ name: 'file.bin', type: 'application/octet-stream', size: bytes.length, data: bytes });

  it('go in pieces, and say how far they are', async () => {
    const bytes = randomBytes(9 * mib);
    const shares: number[] = [];
    const { id } = await uploads().upload(fileOf(bytes), { onProgress: (share) => shares.push(share) });
    expect(host.bytesOf(id).equals(bytes)).toBe(true);
    expect(host.calls.filter((call) => call === 'PATCH tus')).toHaveLength(3);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
    expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(0);
  });

  it('go on where they were cut, with what was declared', async () => {
    const bytes = randomBytes(12 * mib);
    let declared: DeclaredUpload | undefined;
    host.cutAt = 6 * mib;
    const onDeclared = (known: DeclaredUpload) => void (declared = known);
    await expect(uploads().upload(fileOf(bytes), { onDeclared })).rejects.toBeInstanceOf(NetworkProblem);
    host.cutAt = Infinity;
    const { id } = await uploads().upload(fileOf(bytes), { resume: declared });
    expect(id).toBe(declared?.id);
    expect(host.bytesOf(id).equals(bytes)).toBe(true);
    expect(host.calls.filter((call) => call === 'POST declare')).toHaveLength(1);
    expect(host.received).toBeLessThan(16 * mib);
  });

  it('begin anew when the server does not know the earlier try any more', async () => {
    const bytes = randomBytes(6 * mib);
    const resume: DeclaredUpload = {
      id: 'gone',
      upload: { method: 'PUT', url: '/', headers: { 'Content-Type': 'text/plain' } },
      resumable: { protocol: 'tus', url: '/api/v1/uploads/tus/gone' },
      expiresAt: '',
    };
    host.refusal = { method: 'HEAD', status: 404, code: 'not-found' };
    const trying = uploads().upload(fileOf(bytes), { resume, onDeclared: () => void (host.refusal = undefined) });
    const { id } = await trying;
    expect(host.bytesOf(id).equals(bytes)).toBe(true);
  });

  it('tell a refusal as the problem that it is', async () => {
    host.refusal = { method: 'PATCH', status: 413, code: 'upload-too-large' };
    const refused = await uploads()
      .upload(fileOf(randomBytes(6 * mib)))
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HallwayProblem);
    expect(refused).toMatchObject({ code: 'upload-too-large', status: 413 });
  });

  it('stop when they are called off, and leave what has arrived', async () => {
    const bytes = randomBytes(12 * mib);
    const abort = new AbortController();
    let declared: DeclaredUpload | undefined;
    const onProgress = (share: number) => share > 0.4 && abort.abort(new Error('called off'));
    const stopped = uploads().upload(fileOf(bytes), { signal: abort.signal, onProgress, onDeclared: (known) => void (declared = known) });
    await expect(stopped).rejects.toThrow('called off');
    const { id } = await uploads().upload(fileOf(bytes), { resume: declared });
    expect(host.bytesOf(id).equals(bytes)).toBe(true);
  });
});
