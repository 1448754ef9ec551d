import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { root } from './chart';
import type { Env } from './service-settings';

export interface ComposeService {
  image?: string;
  profiles?: string[];
  command?: string | string[];
  environment?: Env;
  ports?: string[];
  deploy?: { replicas: number };
  volumes?: string[];
  [other: string]: unknown;
}

export interface Compose {
  services: Record<string, ComposeService>;
}

const file = (): string => readFileSync(join(root, 'docker-compose.yml'), 'utf8');

/** The file as it is, with variables in it. */
export function readCompose(): Compose {
  return parse(file(), { merge: true, maxAliasCount: -1 }) as Compose;
}

/** The variables that the file has, and the default of those that have one. */
export function composeVariables(): Map<string, string | undefined> {
  const all = [...file().matchAll(/\$\{(\w+)(?::(-|\?)([^}]*))?\}/g)];
  const defaults = all.flatMap(([, name = '', sign, text = '']) => (sign === '-' ? [[name, text] as const] : []));
  return new Map([...all.map(([, name = '']) => [name, undefined] as const), ...defaults]);
}

/** The file as compose sees it with these variables. Throws where one is needed and missing. */
export function rendered(variables: Env): Compose {
  const text = file().replace(/\$\{(\w+)(?::(-|\?)([^}]*))?\}/g, (_all, name: string, sign?: string, other?: string) => {
    const value = variables[name];
    if (value) return value;
    if (sign === '-') return other ?? '';
    throw new Error(`${name} is missing: ${other}`);
  });
  return parse(text, { merge: true, maxAliasCount: -1 }) as Compose;
}
