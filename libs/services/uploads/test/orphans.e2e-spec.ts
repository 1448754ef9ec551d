import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { DataSource } from 'typeorm';

import { usersInternalApi } from '@hallway/contracts-auth';
import { fullPath } from '@hallway/contracts-core';
import { Outbox } from '@hallway/event-bus';
import { Transactions } from '@hallway/service-kit/database';

import { ReferencesRepository } from '../src/references/references.repository';
import { BlobStore } from '../src/storage/blob-store';
import { PicturesService } from '../src/uploads/pictures.service';
import { SweeperService } from '../src/uploads/sweeper.service';
import { startUploads, type UploadsUnderTest, type User } from './uploads-service';

const tomorrow = () => Date.now() + 25 * 3_600_000;
/** Removed by a sweep of tomorrow, and so long that no event of it is on its way. */
const afterGrace = () => tomorrow() + 2 * 3_600_000;

describe('orphans', () => {
  let uploads: UploadsUnderTest;
  beforeAll(async () => {
    uploads = await startUploads();
  });
  afterAll(() => uploads?.stop());
  afterEach(() => jest.restoreAllMocks());

  const files = () => readdirSync(uploads.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

  const app = () => uploads.service.app;
  const attach = (uploadId: string, messageId = randomUUID()) =>
    app()
      .get(Transactions)
      .run((tx) => app().get(ReferencesRepository, { strict: false }).add(tx, [uploadId], randomUUID(), messageId));
  const detach = (messageId: string) =>
    app()
      .get(Transactions)
      .run((tx) => app().get(ReferencesRepository, { strict: false }).removeMessage(tx, messageId));
  const sweep = (now?: number) => app().get(SweeperService, { strict: false }).sweep(now);
  const published = (id: string) => app().get(DataSource).query(`SELECT type FROM outbox WHERE subject = $1 AND type = 'uploads.upload-deleted.v1'`, [id]);
  const status = async (user: User, id: string) => (await uploads.call(user, 'GET', `/uploads/${id}/content`)).status;

  it('sweeps what nothing uses after a day, tells it, and then removes the bytes; never what is used', async () => {
    const ana = uploads.user();
    const unused = await uploads.upload(ana, Buffer.from('unused'));
    const attached = await uploads.upload(ana, Buffer.from('attached'));
    await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'never sent', mimeType: 'text/plain', size: 3 } });
    const messageId = randomUUID();
    await attach(attached.id, messageId);
    expect(await sweep()).toBe(0);
    expect(await sweep(tomorrow())).toBe(2);
    expect([await published(unused.id), await status(ana, unused.id), await status(ana, attached.id)]).toEqual([[expect.anything()], 404, 200]);
    expect(files()).toBe(2);
    expect(await sweep(afterGrace())).toBe(0);
    expect(files()).toBe(1);
    await detach(messageId);
    expect(await sweep(tomorrow())).toBe(1);
    expect(await status(ana, attached.id)).toBe(404);
    await sweep(afterGrace());
    expect(files()).toBe(0);
  });

  it('brings back a file that was removed while a message was sent with it', async () => {
    const ana = uploads.user();
    const { id } = await uploads.upload(ana, Buffer.from('late love'));
    await sweep(tomorrow());
    expect(await status(ana, id)).toBe(404);
    await attach(id);
    await sweep(afterGrace());
    expect(await status(ana, id)).toBe(200);
    expect(await (await uploads.call(ana, 'GET', `/uploads/${id}/content`)).text()).toBe('late love');
  });

  it('removes no bytes before it is committed that they are gone, and goes on after a crash', async () => {
    const ana = uploads.user();
    const { id } = await uploads.upload(ana, Buffer.from('unused'));
    const before = files();
    jest.spyOn(app().get(Outbox, { strict: false }), 'add').mockImplementationOnce(() => {
      throw new Error('died');
    });
    await expect(sweep(tomorrow())).rejects.toThrow('died');
    expect([files(), await status(ana, id)]).toEqual([before, 200]);
    await sweep(tomorrow());
    jest.spyOn(app().get(BlobStore, { strict: false }), 'remove').mockRejectedValueOnce(new Error('died'));
    await expect(sweep(afterGrace())).rejects.toThrow('died');
    await sweep(afterGrace());
    expect(files()).toBe(before - 1);
    expect(await published(id)).toHaveLength(1);
  });

  it('asks about pictures whose claim is old, and keeps those that are shown or cannot be asked about', async () => {
    const ana = uploads.user();
    const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#007378' } })
      .png()
      .toBuffer();
    const [shown, replaced] = [await uploads.upload(ana, small), await uploads.upload(ana, small)];
    const pictures = app().get(PicturesService, { strict: false });
    for (const { id } of [shown, replaced]) expect(await pictures.claim({ ownerId: ana.id, uploadId: id })).toBe(true);
    uploads.peers.shown.users.add(shown.id);
    uploads.peers.away.add(fullPath(usersInternalApi.pictures));
    expect(await sweep(tomorrow())).toBe(0);
    uploads.peers.away.clear();
    expect(await sweep(tomorrow())).toBe(1);
    expect([await status(ana, shown.id), await status(ana, replaced.id)]).toEqual([200, 404]);
    expect(await sweep(tomorrow() + 3_600_000)).toBe(0);
  });
});
