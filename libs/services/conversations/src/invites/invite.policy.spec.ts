import { directIsFixed } from '@hallway/contracts-conversations';
import { forbidden } from '@hallway/contracts-core';

import { refuseToInvite, stillSpeaksFor } from './invite.policy';
import { newInviteCode } from './invite-code';

describe('making an invite', () => {
  it.each([
    ['owner', undefined],
    ['admin', undefined],
    ['member', forbidden],
  ] as const)('by an %s of a group', (role, refusal) => {
    expect(refuseToInvite({ type: 'group', role })).toBe(refusal);
  });

  it('never happens in a direct conversation', () => {
    expect(refuseToInvite({ type: 'direct', role: 'member' })).toBe(directIsFixed);
  });
});

describe('an invite', () => {
  it.each([
    ['owner', true],
    ['admin', true],
    ['member', false],
    [undefined, false],
  ] as const)('made by a user who is now %s', (role, valid) => {
    expect(stillSpeaksFor(role)).toBe(valid);
  });

  it('has a code of 22 letters and digits that is never the same', () => {
    const codes = new Set(Array.from({ length: 200 }, newInviteCode));
    expect(codes.size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[0-9A-Za-z]{22}$/);
  });
});
