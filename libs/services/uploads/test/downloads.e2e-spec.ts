import { get } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate as soon } from 'node:timers/promises';

import { Logger } from '@hallway/service-kit/log';
import { eventually } from '@hallway/testing';

import { BlobStore } from '../src/storage/blob-store';
import { startUploads, type UploadsUnderTest, type User } from './uploads-service';

describe('downloads', () => {
  let uploads: UploadsUnderTest;
  let ana: User;
  beforeAll(async () => {
    uploads = await startUploads();
    ana = uploads.user();
  });
  afterAll(() => uploads?.stop());
  afterEach(() => jest.restoreAllMocks());

  const errors = () => jest.spyOn(uploads.service.app.get(Logger, { strict: false }), 'error');
  const blobs = () => uploads.service.app.get(BlobStore, { strict: false });
  const connections = () =>
    new Promise<number>((resolve) => uploads.service.app.getHttpServer().getConnections((_error: unknown, count: number) => resolve(count)));
  const begin = (id: string) => get(`${uploads.service.url}/api/v1/uploads/${id}/content`, { headers: { authorization: `Bearer ${ana.token}` } });

  it('that are called off are no errors, wherever they are', async () => {
    const { id } = await uploads.upload(ana, Buffer.alloc(1_900_000, 'x'));
    const logged = errors();
    const read = jest.spyOn(blobs(), 'read');
    const opened: Readable[] = [];
    read.mockImplementation(async () => {
      // Never ends, so that a reader is always in the middle.
      const endless = new Readable({
        read() {
          setImmediate(() => this.push(Buffer.alloc(65_536)));
        },
      });
      opened.push(endless);
      return endless;
    });
    for (let i = 0; i < 5; i++) {
      const request = begin(id).on('error', () => undefined);
      await new Promise<void>((resolve) =>
        request.on('response', (response) => response.on('error', () => undefined).once('data', () => resolve(void request.destroy()))),
      );
    }
    await eventually(() => expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true, true, true, true]));
    let open = (_bytes: Readable) => undefined as void;
    read.mockImplementationOnce(() => new Promise((resolve) => (open = resolve)));
    const calls = read.mock.calls.length;
    const early = begin(id).on('error', () => undefined);
    await eventually(() => expect(read.mock.calls.length).toBe(calls + 1));
    const withEarly = await connections();
    const closed = new Promise((resolve) => early.on('close', resolve));
    early.destroy();
    await closed;
    const late = Readable.from([Buffer.from('late')]);
    await eventually(async () => expect(await connections()).toBeLessThan(withEarly));
    open(late);
    await eventually(() => expect(late.destroyed).toBe(true));
    await soon();
    expect(logged).not.toHaveBeenCalled();
  });

  it('that the store cannot go on with are', async () => {
    const { id } = await uploads.upload(ana, Buffer.alloc(100_000, 'x'));
    const logged = errors();
    jest.spyOn(blobs(), 'read').mockImplementationOnce(async () =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(1_000);
          throw new Error('disk');
        })(),
      ),
    );
    await expect(uploads.call(ana, 'GET', `/uploads/${id}/content`).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    await eventually(() => expect(logged).toHaveBeenCalled());
  });

  it('are kept by a browser, and asked for again each time', async () => {
    const { id } = await uploads.upload(ana, Buffer.from('private'));
    const answer = await uploads.call(ana, 'GET', `/uploads/${id}/content`);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    const known = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await uploads.call(ana, 'GET', `/uploads/${id}/content`, { headers: known })).status).toBe(304);
    expect((await uploads.call(undefined, 'GET', `/uploads/${id}/content`, { headers: known })).status).toBe(401);
    expect((await uploads.call(uploads.user(), 'GET', `/uploads/${id}/content`, { headers: known })).status).toBe(404);
  });
});
