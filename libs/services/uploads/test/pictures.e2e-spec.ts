import sharp from 'sharp';

import { usersInternalApi } from '@hallway/contracts-auth';
import { fullPath } from '@hallway/contracts-core';
import { uploadsInternalApi } from '@hallway/contracts-uploads';
import { serviceHeader, ServiceTokens } from '@hallway/service-kit/auth';

import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

describe('pictures of people and conversations', () => {
  let uploads: UploadsUnderTest;
  let [ana, bo, eve]: User[] = [];
  let picture: string;
  beforeAll(async () => {
    uploads = await startUploads();
  });
  afterAll(() => uploads?.stop());
  beforeEach(async () => {
    [ana, bo, eve] = [uploads.user(), uploads.user(), uploads.user()];
    const small = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#007378' } })
      .png()
      .toBuffer();
    picture = (await uploads.upload(ana!, small)).id;
    uploads.peers.away.clear();
  });

  const ask = async (endpoint: { path: string; auth: 'service' | 'user' | 'anonymous' }, body: object) => {
    const token = uploads.service.app.get(ServiceTokens, { strict: false }).for('uploads');
    const answer = await fetch(uploads.service.url + fullPath(endpoint as never), {
      method: 'POST',
      headers: { [serviceHeader]: token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return json(answer);
  };
  const claim = (uploadId: string, owner = ana!) => ask(uploadsInternalApi.claimPicture, { ownerId: owner.id, uploadId });
  const status = async (user: User) => (await uploads.call(user, 'GET', `/uploads/${picture}/content?variant=thumb`)).status;

  it('are not shown by being looked at or claimed, for the change may be refused', async () => {
    await ask(uploadsInternalApi.owned, { ownerId: ana!.id, uploadIds: [picture] });
    expect(await claim(picture)).toEqual({ claimed: true });
    expect([await status(ana!), await status(bo!)]).toEqual([200, 404]);
  });

  it('are seen by everyone while they are a person’s, and by no one when they are replaced', async () => {
    await claim(picture);
    uploads.peers.shown.users.add(picture);
    expect(await status(eve!)).toBe(200);
    uploads.peers.shown.users.delete(picture);
    expect(await status(eve!)).toBe(404);
  });

  it('are seen by the members of a conversation that shows them', async () => {
    await claim(picture);
    uploads.peers.shown.conversations.add(`${picture} ${bo!.id}`);
    expect([await status(bo!), await status(eve!)]).toEqual([200, 404]);
    uploads.peers.away.add(fullPath(usersInternalApi.pictures));
    expect([await status(bo!), await status(eve!)]).toEqual([200, 503]);
  });

  it('are finished pictures of their owner, and nothing else is claimed', async () => {
    const text = await uploads.upload(ana!, Buffer.from('private'));
    const fake = await uploads.upload(ana!, Buffer.from('GIFTS for everybody'), { mimeType: 'image/gif' });
    const declared = await json(await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'a.png', mimeType: 'image/png', size: 3 } }));
    for (const id of [text.id, fake.id, declared.id]) expect(await claim(id)).toEqual({ claimed: false });
    expect(await claim(picture, bo)).toEqual({ claimed: false });
  });
});
