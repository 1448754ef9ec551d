import { directIsFixed, memberRoles } from '@hallway/contracts-conversations';
import { forbidden } from '@hallway/contracts-core';

import { refuseToDelete, refuseToUpdate } from './conversation.policy';

describe('changing a conversation', () => {
  it.each(memberRoles)('an %s may mute it', (role) => {
    expect(refuseToUpdate({ type: 'group', role }, {})).toBeUndefined();
    expect(refuseToUpdate({ type: 'direct', role }, {})).toBeUndefined();
  });

  it.each([
    ['owner', undefined],
    ['admin', undefined],
    ['member', forbidden],
  ] as const)('title and picture of a group, by an %s', (role, refusal) => {
    expect(refuseToUpdate({ type: 'group', role }, { title: 'new' })).toBe(refusal);
    expect(refuseToUpdate({ type: 'group', role }, { avatarUploadId: null })).toBe(refusal);
  });

  it('a direct conversation has neither', () => {
    expect(refuseToUpdate({ type: 'direct', role: 'member' }, { title: 'new' })).toBe(directIsFixed);
    expect(refuseToUpdate({ type: 'direct', role: 'member' }, { avatarUploadId: null })).toBe(directIsFixed);
  });
});

describe('deleting a conversation', () => {
  it.each([
    ['owner', undefined],
    ['admin', forbidden],
    ['member', forbidden],
  ] as const)('by an %s of a group', (role, refusal) => {
    expect(refuseToDelete({ type: 'group', role })).toBe(refusal);
  });

  it('never happens to a direct one', () => {
    expect(refuseToDelete({ type: 'direct', role: 'member' })).toBe(directIsFixed);
  });
});
