import { directIsFixed, memberRoles, ownerMustStay } from '@hallway/contracts-conversations';
import { forbidden } from '@hallway/contracts-core';

import { refuseToAdd, refuseToChangeRole, refuseToRemove } from './member.policy';

const group = 'group' as const;
const direct = 'direct' as const;

describe('adding people', () => {
  it.each([
    ['owner', undefined],
    ['admin', undefined],
    ['member', forbidden],
  ] as const)('by an %s of a group', (role, refusal) => {
    expect(refuseToAdd({ type: group, role })).toBe(refusal);
  });

  it('never happens in a direct conversation', () => {
    expect(refuseToAdd({ type: direct, role: 'member' })).toBe(directIsFixed);
  });
});

describe('removing people', () => {
  it.each([
    ['owner', 'admin', undefined],
    ['owner', 'member', undefined],
    ['admin', 'owner', forbidden],
    ['admin', 'admin', forbidden],
    ['admin', 'member', undefined],
    ['member', 'owner', forbidden],
    ['member', 'admin', forbidden],
    ['member', 'member', forbidden],
  ] as const)('an %s removes an %s', (role, target, refusal) => {
    expect(refuseToRemove({ type: group, role }, { role: target, isSelf: false })).toBe(refusal);
  });

  it.each(memberRoles)('an %s may leave', (role) => {
    expect(refuseToRemove({ type: group, role }, { role, isSelf: true })).toBeUndefined();
  });

  it('no member leaves a direct conversation', () => {
    expect(refuseToRemove({ type: direct, role: 'member' }, { role: 'member', isSelf: true })).toBe(directIsFixed);
  });
});

describe('changing roles', () => {
  it.each(memberRoles)('the owner may make another person %s', (next) => {
    expect(refuseToChangeRole({ type: group, role: 'owner' }, { isSelf: false }, next)).toBeUndefined();
  });

  it.each(['admin', 'member'] as const)('an %s may not, not even for themselves', (role) => {
    expect(refuseToChangeRole({ type: group, role }, { isSelf: false }, 'member')).toBe(forbidden);
    expect(refuseToChangeRole({ type: group, role }, { isSelf: true }, 'member')).toBe(forbidden);
  });

  it.each(['admin', 'member'] as const)('the owner does not become %s without a new owner', (next) => {
    expect(refuseToChangeRole({ type: group, role: 'owner' }, { isSelf: true }, next)).toBe(ownerMustStay);
  });

  it('a direct conversation has no roles to change', () => {
    expect(refuseToChangeRole({ type: direct, role: 'member' }, { isSelf: false }, 'admin')).toBe(directIsFixed);
  });
});
