import { envVarsOf } from './env-var';
import type { Environment } from './load-config';
import { ServiceConfig } from './service-config';

/**
 * The environment of one of several services of a process: a setting that every service has can be given for one of
 * them by its name before it, `MESSAGES_DATABASE_URL`. What is for the whole process, its port above all, stays with the edge.
 *
 * @param service `api-gateway`
 */
export function ownEnvironment(service: string, { edge = false, env = process.env }: { edge?: boolean; env?: Environment } = {}): Environment {
  const prefix = `${service.toUpperCase().replaceAll('-', '_')}_`;
  const own: Environment = { ...env };
  if (!edge) delete own.PORT;
  for (const { name } of envVarsOf(ServiceConfig)) {
    for (const variable of [name, `${name}_FILE`]) {
      const value = env[prefix + variable];
      if (value !== undefined && value !== '') own[variable] = value;
    }
  }
  return own;
}
