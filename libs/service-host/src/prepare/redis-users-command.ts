import { IsOptional, IsString, MinLength } from 'class-validator';

import { type Environment, EnvVar, loadConfig } from '@hallway/service-kit/config';

import { REDIS_ACCESS } from '../../../store-setup/src/redis-access.mjs';
import { REDIS_USERS, redisUsers } from '../../../store-setup/src/redis-users.mjs';

const needed = [...Object.keys(REDIS_ACCESS), 'operator'];
const settingOf = (user: string): string => `${user.toUpperCase().replaceAll('-', '_')}_REDIS_PASSWORD`;

const help = `Prints users.acl for Redis 7 or newer: a user for each service with the commands and keys that it uses, and others.

  node main.js redis-users > users.acl        then: redis-server --aclfile users.acl

${REDIS_USERS.map((user) => `  ${settingOf(user).padEnd(32)}  at least 16 characters${needed.includes(user) ? '' : '; without it there is no such user'}`).join('\n')}
  ${'REDIS_KEY_PREFIX'.padEnd(32)}  as services have it

With _FILE behind its name a setting names a file. The file holds no password, only what proves one.`;

function configOf(): new () => Record<string, string> {
  class RedisUsersConfig {
    @EnvVar({ description: 'Put before every key', default: '' })
    @IsString()
    REDIS_KEY_PREFIX: string;

    @EnvVar({ description: 'In production passwords that look like examples are refused', default: 'development' })
    @IsString()
    NODE_ENV: string;
  }
  for (const user of REDIS_USERS) {
    const decorators = [EnvVar({ description: `Of the user ${user}`, secret: true }), IsOptional(), IsString(), MinLength(16)];
    for (const decorate of decorators) decorate(RedisUsersConfig.prototype, settingOf(user));
  }
  return RedisUsersConfig as unknown as new () => Record<string, string>;
}

/** `users.acl` as the settings ask for it. Throws a `ConfigError` that lists every fault. */
export function redisUsersFile(env?: Environment): string {
  const settings = loadConfig(configOf(), env, needed.map(settingOf));
  const passwords = Object.fromEntries(REDIS_USERS.flatMap((user) => (settings[settingOf(user)] ? [[user, settings[settingOf(user)]!]] : [])));
  return redisUsers(passwords, settings.REDIS_KEY_PREFIX);
}

/** `node main.js redis-users`: answers the exit code. Throws a `ConfigError`. */
export function redisUsersCommand(args: string[], print: (text: string) => void): number {
  print(args.length > 0 ? help : redisUsersFile().trimEnd());
  return args.length === 0 || args[0] === '--help' || args[0] === '-h' ? 0 : 1;
}
