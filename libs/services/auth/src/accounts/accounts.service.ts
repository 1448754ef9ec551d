import { Injectable } from '@nestjs/common';

import {
  type AccountAction,
  accountDeactivated,
  type AccountQuery,
  lastOwner,
  mayAct,
  type ResetLink,
  type UpdateAccount,
  type UserAccount,
  type WorkspaceRole,
} from '@hallway/contracts-auth';
import { forbidden, notFound, type Page } from '@hallway/contracts-core';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { AuthConfig } from '../config';
import { linkGoodForSeconds, ResetLinksService } from '../credentials/reset-links.service';
import { SessionsService } from '../sessions/sessions.service';
import { UsersService } from '../users/users.service';

/** Who acts: a user, or the operator at the machine, who may do what owners may. */
export type Actor = { userId: string } | 'operator';

/** What those who look after a workspace do to accounts. Rights are read when they are used: no token carries them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly users: UsersService,
    private readonly links: ResetLinksService,
    private readonly sessions: SessionsService,
    private readonly transactions: Transactions,
    private readonly config: AuthConfig,
    private readonly logger: Logger,
  ) {}

  /** By username, those that are deactivated too. */
  async list(actor: Actor, query: AccountQuery): Promise<Page<UserAccount>> {
    requireRight(await this.transactions.run((tx) => this.roleOf(tx, actor)), 'see');
    return this.users.accounts(query);
  }

  /** @throws ProblemError `forbidden`, `not-found`, `last-owner` */
  async update(actor: Actor, userId: string, { role, active }: UpdateAccount): Promise<UserAccount> {
    const { before, after } = await this.transactions.run(async (tx) => {
      // One change at a time: two owners could take each other's role.
      await this.users.lockRoles(tx);
      const before = await this.target(tx, actor, 'see', userId);
      let after = before;
      if (role !== undefined && role !== before.role) {
        requireRight(await this.roleOf(tx, actor), 'set-role', before.role);
        after = await this.users.setRole(tx, userId, role);
      }
      if (active !== undefined && active !== isActive(before)) {
        requireRight(await this.roleOf(tx, actor), active ? 'reactivate' : 'deactivate', after.role);
        after = await this.users.setActive(tx, userId, active);
        if (!active) await this.end(tx, userId, 'deactivated');
      }
      if (after !== before && !(await this.users.hasOwner(tx))) throw new ProblemError(lastOwner);
      return { before, after };
    });
    if (after.role !== before.role) this.logger.audit('workspace-role-set', { ...done(actor, userId), role: after.role });
    if (isActive(before) && !isActive(after)) this.logger.audit('account-deactivated', done(actor, userId));
    if (!isActive(before) && isActive(after)) this.logger.audit('account-reactivated', done(actor, userId));
    return after;
  }

  /** Ends all sessions; a link for a new password that is on its way is void as well. */
  async signOut(actor: Actor, userId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.target(tx, actor, 'sign-out', userId);
      await this.end(tx, userId, 'logout-all');
    });
    this.logger.audit('account-signed-out', done(actor, userId));
  }

  /** An earlier link is void by it. */
  async makeResetLink(actor: Actor, userId: string): Promise<ResetLink> {
    const token = await this.transactions.run(async (tx) => {
      if (!isActive(await this.target(tx, actor, 'make-reset-link', userId))) throw new ProblemError(accountDeactivated);
      return this.links.create(tx, userId);
    });
    this.logger.audit('password-reset-made', done(actor, userId));
    // Behind the #, which no server sees or logs.
    const { href } = new URL(`/reset#${token}`, this.config.PUBLIC_URL);
    return { url: href, expiresAt: new Date(Date.now() + linkGoodForSeconds * 1_000).toISOString() };
  }

  private async end(tx: Tx, userId: string, reason: 'deactivated' | 'logout-all'): Promise<void> {
    await this.links.withdraw(tx, userId);
    await this.sessions.endAll(tx, userId, reason);
  }

  /** The account, when it may be done to it. Who may see no account does not hear whether there is this one. */
  private async target(tx: Tx, actor: Actor, action: AccountAction, userId: string): Promise<UserAccount> {
    const role = await this.roleOf(tx, actor);
    requireRight(role, 'see');
    const account = await this.users.holdAccount(tx, userId);
    if (!account) throw new ProblemError(notFound);
    requireRight(role, action, account.role);
    return account;
  }

  private async roleOf(tx: Tx, actor: Actor): Promise<WorkspaceRole> {
    const role = actor === 'operator' ? 'owner' : await this.users.roleOf(tx, actor.userId);
    if (!role) throw new ProblemError(forbidden);
    return role;
  }
}

function isActive({ deactivatedAt }: UserAccount): boolean {
  return deactivatedAt === null;
}

function requireRight(role: WorkspaceRole, action: AccountAction, target: WorkspaceRole = 'member'): void {
  if (!mayAct(role, action, target)) throw new ProblemError(forbidden);
}

/** What every line says of it; at the machine it is done by no user. */
function done(actor: Actor, account: string): { outcome: 'success'; userId?: string; account: string } {
  return { outcome: 'success', ...(actor !== 'operator' && { userId: actor.userId }), account };
}
