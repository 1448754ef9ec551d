import { ConfigError, parseDatabaseUrl } from '@hallway/service-kit/config';
import { createDatabaseClient } from '@hallway/service-kit/database';

import { prepareDatabase, PrepareError } from '../../../store-setup/src/prepare-database.mjs';
import { ownerSetting, passwordSetting, readPrepareSettings, roleOf } from './prepare.config';

function help(schemas: string[]): string {
  const settings = [
    [ownerSetting, 'postgresql://owner:password@host:5432/hallway, a user who may create roles and schemas'],
    ...schemas.map((schema) => [passwordSetting(schema), `of the role ${roleOf(schema)}, at least 16 characters`]),
  ];
  return `Makes a role for ${schemas.join(', ')}, which owns one schema and sees no other, and the extensions that services need.
Run it once as the owner of the database, before "migrate", and again to change passwords: nothing else changes by that.

  node main.js prepare

${settings.map(([name = '', meaning]) => `  ${name.padEnd(32)}  ${meaning}`).join('\n')}

With _FILE behind its name a setting names a file.`;
}

const reasons: Record<string, string> = {
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'there is no database of this name; create it first: CREATE DATABASE name',
};

function unreachable(ownerUrl: string, error: unknown): PrepareError {
  const { hosts, database } = parseDatabaseUrl(ownerUrl);
  const { code = '', message } = error as { code?: string; message: string };
  const where = hosts.map(({ host, port }) => `${host}:${port}`).join(', ');
  return new PrepareError(`${ownerSetting} cannot be used, the database ${database} at ${where}: ${reasons[code] ?? (message || code)}.`);
}

async function prepare(schemas: string[], print: (text: string) => void): Promise<void> {
  const { ownerUrl, roles } = readPrepareSettings(schemas);
  const client = createDatabaseClient(ownerUrl, { application_name: 'hallway-prepare', connectionTimeoutMillis: 10_000 });
  try {
    await client.connect().catch((error: unknown) => Promise.reject(unreachable(ownerUrl, error)));
    await prepareDatabase(client, roles);
  } finally {
    await client.end();
  }
  for (const { schema, role } of roles) print(`${role} owns the schema ${schema}`);
}

/** `node main.js prepare`: answers the exit code. Throws a `ConfigError` when the settings are not usable. */
export async function prepareCommand(schemas: string[], args: string[], print: (text: string) => void): Promise<number> {
  const [first] = args;
  if (first === '--help' || first === '-h') return (print(help(schemas)), 0);
  if (first !== undefined) return (print(`prepare takes no arguments.\n\n${help(schemas)}`), 1);
  try {
    await prepare(schemas, print);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    process.stderr.write(`prepare: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
