import { readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Transactions } from '@hallway/service-kit/database';
import { ReferencesRepository } from '../src/references/references.repository';
import { SweeperService } from '../src/uploads/sweeper.service';
import { UploadsService } from '../src/uploads/uploads.service';
import { type UploadsUnderTest, startUploads } from './uploads-service';

const tomorrow = () => Date.now() + 25 * 3_600_000;

describe('orphans', () => {
  let uploads: UploadsUnderTest;
  beforeAll(async () => {
    uploads = await startUploads();
  });
  afterAll(() => uploads?.stop());

  const files = () => readdirSync(uploads.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

  it('sweeps what nothing uses after a day, with its bytes, and tells it; never what is used', async () => {
    const app = uploads.service.app;
    const ana = uploads.user();
    const unused = await uploads.upload(ana, Buffer.from('unused'));
    const attached = await uploads.upload(ana, Buffer.from('attached'));
    const picture = await uploads.upload(ana, Buffer.from('picture'));
    await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'never sent', mimeType: 'text/plain', size: 3 } });
    const messageId = randomUUID();
    const references = app.get(ReferencesRepository, { strict: false });
    await app.get(Transactions).run((tx) => references.add(tx, [attached.id], randomUUID(), messageId));
    await app.get(UploadsService, { strict: false }).readyOf(ana.id, [picture.id], true);
    const sweeper = app.get(SweeperService, { strict: false });

    expect(await sweeper.sweep()).toBe(0);
    expect(await sweeper.sweep(tomorrow())).toBe(2);
    expect(files()).toBe(2);
    const told = await app.get(DataSource).query(`SELECT subject FROM outbox WHERE type = 'uploads.upload-deleted.v1'`);
    expect(told).toEqual([{ subject: unused.id }]);
    expect((await uploads.call(ana, 'GET', `/uploads/${attached.id}/content`)).status).toBe(200);

    await app.get(Transactions).run((tx) => references.removeMessage(tx, messageId));
    expect(await sweeper.sweep(tomorrow())).toBe(1);
    expect((await uploads.call(ana, 'GET', `/uploads/${attached.id}/content`)).status).toBe(404);
    expect((await uploads.call(ana, 'GET', `/uploads/${picture.id}/content`)).status).toBe(200);
  });
});
