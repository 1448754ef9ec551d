import * as contracts from '@hallway/contracts-uploads';
import { Logger } from '@hallway/service-kit/log';
import { changingRoutes } from '@hallway/testing';

import { SweeperService } from '../src/uploads/sweeper.service';
import { startUploads, type UploadsUnderTest } from './uploads-service';

/** Why a route that changes something has no audit line. */
const without: Record<string, string> = {
  'POST /uploads': 'only says what will be sent: there is nothing to read yet',
  'PUT /uploads/:uploadId/bytes': 'what is sent can be read by no one until it is finished',
};
/** What records a line; a new route in neither of both fails. */
const recorded = ['POST /uploads/:uploadId/complete'];

const dayMs = 24 * 3_600_000;

describe('audit lines', () => {
  let uploads: UploadsUnderTest;
  const written = jest.spyOn(Logger.prototype, 'audit');
  beforeAll(async () => {
    uploads = await startUploads();
  });
  afterAll(async () => {
    written.mockRestore();
    await uploads?.stop();
  });
  beforeEach(() => written.mockClear());

  const audited = (): Record<string, unknown>[] => written.mock.calls.map(([action, fields]) => ({ action, ...fields }));

  it('are there for every route that changes something, or it is said why not', () => {
    expect([...recorded, ...Object.keys(without)].sort()).toEqual(changingRoutes('uploads', contracts).sort());
  });

  it('say once which upload was finished, and nothing of its content', async () => {
    const ana = uploads.user();
    const { id } = await uploads.upload(ana, Buffer.from('typed text'), { fileName: 'typed name.txt', mimeType: 'text/plain' });
    expect((await uploads.call(ana, 'POST', `/uploads/${id}/complete`)).status).toBe(200);
    expect(audited()).toEqual([{ action: 'upload-completed', outcome: 'success', uploadId: id, size: 10 }]);
  });

  it('say which uploads are deleted and whose they were, once no message can bring them back', async () => {
    const ana = uploads.user();
    const { id } = await uploads.upload(ana, Buffer.from('unused'));
    await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'never sent', mimeType: 'text/plain', size: 3 } });
    written.mockClear();
    const sweeper = uploads.service.app.get(SweeperService, { strict: false });
    await sweeper.sweep(Date.now() + dayMs + 60_000);
    expect(audited()).toEqual([]);
    await sweeper.sweep(Date.now() + 2 * dayMs);
    expect(audited()).toContainEqual({ action: 'upload-deleted', outcome: 'success', uploadId: id, ownerId: ana.id, reason: 'unused' });
    expect(new Set(audited().map(({ action }) => action))).toEqual(new Set(['upload-deleted']));
    const before = audited().length;
    await sweeper.sweep(Date.now() + 2 * dayMs);
    expect(audited()).toHaveLength(before);
  });
});
