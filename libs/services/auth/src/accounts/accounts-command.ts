import type { INestApplicationContext } from '@nestjs/common';

import { type CurrentUser, type UserAccount, type WorkspaceRole, workspaceRoles } from '@hallway/contracts-auth';
import type { ServiceCommand } from '@hallway/service-host';
import { ProblemError } from '@hallway/service-kit/errors';

import { linkGoodForSeconds } from '../credentials/reset-links.service';
import { UsersService } from '../users/users.service';
import { AccountsService } from './accounts.service';

const help = `Looks after accounts, for the people who run Hallway.

  node main.js accounts list
  node main.js accounts role <username> owner|admin|member
  node main.js accounts deactivate <username>
  node main.js accounts reactivate <username>
  node main.js accounts reset-link <username>
  node main.js accounts sign-out <username>

list        prints every account: username, role, whether it is active
role        gives a role in the workspace; the last active owner keeps theirs
deactivate  no sign-in any more, every session ends; conversations and messages stay as they are
reactivate  takes that back
reset-link  prints a link by which the person chooses a new password; it is good once, for ${linkGoodForSeconds / 3_600} hours, and ends
            all sessions when it is used; an earlier link is void. It is as good as the password: hand it over safely
sign-out    ends every session of the person, on every device; a link that was made is void`;

interface Action {
  /** What comes after the username. */
  takes?: readonly string[];
  run(accounts: AccountsService, user: CurrentUser, value: string): Promise<string>;
}

const actions: Record<string, Action> = {
  role: {
    takes: workspaceRoles,
    async run(accounts, { id, username }, role) {
      await accounts.update('operator', id, { role: role as WorkspaceRole });
      return `${username} is ${role} now.`;
    },
  },
  deactivate: {
    async run(accounts, { id, username }) {
      await accounts.update('operator', id, { active: false });
      return `${username} is deactivated and signed out everywhere.`;
    },
  },
  reactivate: {
    async run(accounts, { id, username }) {
      await accounts.update('operator', id, { active: true });
      return `${username} can sign in again.`;
    },
  },
  'reset-link': {
    run: async (accounts, { id }) => (await accounts.makeResetLink('operator', id)).url,
  },
  'sign-out': {
    async run(accounts, { id, username }) {
      await accounts.signOut('operator', id);
      return `${username} is signed out everywhere.`;
    },
  },
};

/** What is wrong with the words after the command, or nothing. */
function faultOf(name: string, username: string | undefined, more: string[]): string | undefined {
  const action = actions[name];
  if (name === '') return 'Say what to do';
  if (!action) return `There is no "${name}"`;
  if (username === undefined || more.length > (action.takes ? 1 : 0)) return 'Name one username';
  if (action.takes && !action.takes.includes(more[0] ?? '')) return `Say which: ${action.takes.join(', ')}`;
  return undefined;
}

async function list(app: INestApplicationContext, print: (line: string) => void): Promise<void> {
  const accounts = app.get(AccountsService, { strict: false });
  let cursor: string | undefined;
  do {
    const page = await accounts.list('operator', { limit: 100, cursor });
    for (const account of page.items) print(lineOf(account));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function lineOf({ username, role, deactivatedAt }: UserAccount): string {
  return `${username.padEnd(32)}  ${role.padEnd(6)}  ${deactivatedAt === null ? 'active' : `deactivated ${deactivatedAt}`}`;
}

/** `node main.js accounts …` */
export const accountsCommand: ServiceCommand = {
  about: 'accounts: roles, who is active, new passwords; see "accounts --help".',
  async run(args, { withApp, print }) {
    const [name = '', username, ...more] = args;
    if (name === '--help' || name === '-h') return (print(help), 0);
    if (name === 'list' && username === undefined) return withApp(async (app) => (await list(app, print), 0));
    const fault = faultOf(name, username, more);
    if (fault !== undefined) {
      print(`${fault}.\n\n${help}`);
      return 1;
    }
    return withApp(async (app) => {
      const user = await app.get(UsersService, { strict: false }).byUsername(username!);
      if (!user) return (print(`There is no account "${username}".`), 1);
      try {
        print(await actions[name]!.run(app.get(AccountsService, { strict: false }), user, more[0] ?? ''));
        return 0;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        print(`${error.detail}.`);
        return 1;
      }
    });
  },
};
