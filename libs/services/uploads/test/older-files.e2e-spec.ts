import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataSource, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { AddUploadContentKey1764200000000 } from '../src/database/migrations/1764200000000-add-upload-content-key';
import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

describe('files from before', () => {
  let uploads: UploadsUnderTest;
  let ana: User;
  let database: QueryRunner;
  // Before it no row named its key.
  const migration = new AddUploadContentKey1764200000000();
  beforeAll(async () => {
    uploads = await startUploads();
    ana = uploads.user();
    database = uploads.service.app.get(DataSource).createQueryRunner();
    await migration.down(database);
  });
  afterAll(async () => {
    await database?.release();
    await uploads?.stop();
  });

  const store = (name: string, bytes: string) => {
    const path = join(uploads.folder, 'files', name.slice(34, 36), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  };
  const insert = (id: string, status: string, cleaned: boolean) =>
    database.query(
      `INSERT INTO uploads (id, owner_id, status, file_name, mime_type, size, sha256, cleaned, variants)
       VALUES ($1, $2, $3, 'a.jpg', 'image/jpeg', 5, 'x', $4, '[{"name": "thumb", "mimeType": "image/webp", "width": 1, "height": 1, "size": 5}]')`,
      [id, ana.id, status, cleaned],
    );
  const content = async (id: string, variant: string) => (await uploads.call(ana, 'GET', `/uploads/${id}/content?variant=${variant}`)).text();

  it('stay readable, also after they are completed again', async () => {
    const [plain, cleaned, declared] = [uuidv7(), uuidv7(), uuidv7()];
    await insert(plain, 'ready', false);
    store(plain, 'plain');
    store(`${plain}.thumb`, 'small');
    await insert(cleaned, 'ready', true);
    store(`${cleaned}.clean`, 'clean');
    store(`${cleaned}.thumb`, 'small');
    await insert(declared, 'declared', false);
    await migration.up(database);
    for (const id of [plain, cleaned]) expect((await uploads.call(ana, 'POST', `/uploads/${id}/complete`)).status).toBe(200);
    expect([await content(plain, 'original'), await content(plain, 'thumb')]).toEqual(['plain', 'small']);
    expect([await content(cleaned, 'original'), await content(cleaned, 'thumb')]).toEqual(['clean', 'small']);
    expect((await json(await uploads.call(ana, 'POST', `/uploads/${declared}/complete`))).code).toBe('upload-incomplete');
  });
});
