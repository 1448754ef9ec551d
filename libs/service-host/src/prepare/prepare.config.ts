import { IsIn, IsString, MinLength } from 'class-validator';

import { type Environment, EnvVar, IsDatabaseUrl, loadConfig } from '@hallway/service-kit/config';

/** What the owner of a database says to `prepare`. */
export interface PrepareSettings {
  /** The database as a user who may create roles and schemas in it. */
  ownerUrl: string;
  roles: { schema: string; role: string; password: string }[];
}

export const ownerSetting = 'DATABASE_OWNER_URL';
export const passwordSetting = (schema: string): string => `${schema.toUpperCase()}_DATABASE_PASSWORD`;

export const roleOf = (schema: string): string => `hallway_${schema}`;

/** A class of settings, with a password for each schema. */
function configFor(schemas: string[]): new () => Record<string, string> {
  class PrepareConfig {
    @EnvVar({ description: 'PostgreSQL, with a user who may create roles and schemas', secret: true })
    @IsDatabaseUrl()
    DATABASE_OWNER_URL: string;

    @EnvVar({ description: 'In production passwords that look like examples are refused', default: 'development' })
    @IsIn(['production', 'development', 'test'])
    NODE_ENV: string;
  }
  for (const schema of schemas) {
    const field = [PrepareConfig.prototype, passwordSetting(schema)] as const;
    for (const decorate of [EnvVar({ description: `Of the role of ${schema}`, secret: true }), IsString(), MinLength(16)]) decorate(...field);
  }
  return PrepareConfig as unknown as new () => Record<string, string>;
}

/** Throws a `ConfigError` that lists every fault. */
export function readPrepareSettings(schemas: string[], env?: Environment): PrepareSettings {
  const settings = loadConfig(configFor(schemas), env, [ownerSetting, ...schemas.map(passwordSetting)]);
  const roles = schemas.map((schema) => ({ schema, role: roleOf(schema), password: settings[passwordSetting(schema)]! }));
  return { ownerUrl: settings[ownerSetting]!, roles };
}
