import type { INestApplicationContext } from '@nestjs/common';

import type { CurrentUser } from '@hallway/contracts-auth';
import type { ServiceCommand } from '@hallway/service-host';

import { AuthConfig } from '../config';
import { linkGoodForSeconds } from '../credentials/reset-links.service';
import { PasswordResetsService } from '../password-resets/password-resets.service';
import { UsersService } from '../users/users.service';

const help = `Looks after accounts, for the people who run Hallway.

  node main.js accounts reset-link <username>
  node main.js accounts sign-out <username>

reset-link  prints a link by which the person chooses a new password; it is good once, for ${linkGoodForSeconds / 3_600} hours, and ends
            all sessions when it is used; an earlier link is void. It is as good as the password: hand it over safely
sign-out    ends every session of the person, on every device; a link that was made is void`;

type Action = (app: INestApplicationContext, user: CurrentUser) => Promise<string>;

const actions: Record<string, Action> = {
  async 'reset-link'(app, { id }) {
    // Behind the #, which no server sees or logs.
    const token = await app.get(PasswordResetsService, { strict: false }).create(id);
    return new URL(`/reset#${token}`, app.get(AuthConfig, { strict: false }).PUBLIC_URL).href;
  },
  async 'sign-out'(app, { id, username }) {
    await app.get(PasswordResetsService, { strict: false }).signOut(id);
    return `${username} is signed out everywhere.`;
  },
};

/** `node main.js accounts …` */
export const accountsCommand: ServiceCommand = {
  about: 'accounts: new passwords and more; see "accounts --help".',
  async run(args, { withApp, print }) {
    const [name = '', username, ...more] = args;
    if (name === '--help' || name === '-h') return (print(help), 0);
    const action = actions[name];
    if (!action || username === undefined || more.length > 0) {
      print(`${action ? 'Name one username' : name ? `There is no "${name}"` : 'Say what to do'}.\n\n${help}`);
      return 1;
    }
    return withApp(async (app) => {
      const user = await app.get(UsersService, { strict: false }).byUsername(username);
      print(user ? await action(app, user) : `There is no account "${username}".`);
      return user ? 0 : 1;
    });
  },
};
