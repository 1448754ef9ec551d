import { canDelete, canEdit } from './message.policy';

const actor = (role: 'owner' | 'admin' | 'member', conversationType: 'group' | 'direct' = 'group') => ({ userId: 'me', role, conversationType });

describe('message policy', () => {
  it('lets only the sender edit, whatever the role', () => {
    expect(canEdit(actor('member'), 'me')).toBe(true);
    expect(canEdit(actor('owner'), 'other')).toBe(false);
  });

  it.each([
    ['member', 'group', 'me', true],
    ['member', 'group', 'other', false],
    ['admin', 'group', 'other', true],
    ['owner', 'group', 'other', true],
    ['owner', 'direct', 'other', false],
    ['member', 'direct', 'me', true],
  ] as const)('decides whether a %s of a %s may delete the message of %s: %s', (role, type, sender, allowed) => {
    expect(canDelete(actor(role, type), sender)).toBe(allowed);
  });
});
