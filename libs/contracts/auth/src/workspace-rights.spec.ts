import { accountActions, mayAct, workspaceRoles } from './workspace-rights';

describe('rights over accounts', () => {
  it('are those of this table', () => {
    const allowed = workspaceRoles.map((role) => [
      role,
      Object.fromEntries(accountActions.map((action) => [action, workspaceRoles.filter((target) => mayAct(role, action, target)).join(' ')])),
    ]);
    const everyone = 'owner admin member';
    expect(Object.fromEntries(allowed)).toEqual({
      owner: {
        see: everyone,
        'set-role': everyone,
        deactivate: everyone,
        reactivate: everyone,
        'sign-out': everyone,
        'make-reset-link': everyone,
      },
      admin: { see: everyone, 'set-role': '', deactivate: 'member', reactivate: 'member', 'sign-out': 'member', 'make-reset-link': 'member' },
      member: { see: '', 'set-role': '', deactivate: '', reactivate: '', 'sign-out': '', 'make-reset-link': '' },
    });
  });
});
