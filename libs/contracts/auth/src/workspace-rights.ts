/** What a person is in the whole workspace, whatever they are in its conversations. */
export const workspaceRoles = ['owner', 'admin', 'member'] as const;
export type WorkspaceRole = (typeof workspaceRoles)[number];

/** What one user does to the account of another. */
export const accountActions = ['see', 'set-role', 'deactivate', 'reactivate', 'sign-out', 'make-reset-link'] as const;
export type AccountAction = (typeof accountActions)[number];

/** Whose accounts each role may do it to. A link for a new password is as good as the account: never of those who may do more. */
const targetsOf: Record<WorkspaceRole, Partial<Record<AccountAction, readonly WorkspaceRole[]>>> = {
  owner: Object.fromEntries(accountActions.map((action) => [action, workspaceRoles])),
  admin: { see: workspaceRoles, deactivate: ['member'], reactivate: ['member'], 'sign-out': ['member'], 'make-reset-link': ['member'] },
  member: {},
};

/** Whether one role may do this to an account that has the other. */
export function mayAct(role: WorkspaceRole, action: AccountAction, target: WorkspaceRole): boolean {
  return targetsOf[role][action]?.includes(target) ?? false;
}
