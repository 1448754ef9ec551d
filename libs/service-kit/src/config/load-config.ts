import { readFileSync } from 'node:fs';
import { validateSync } from 'class-validator';

import { type EnvVarField, envVarsOf } from './env-var';

/** The environment does not fit; `faults` name the settings, never their values. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

export type Environment = Record<string, string | undefined>;

const booleans: Record<string, boolean> = { true: true, on: true, '1': true, false: false, off: false, '0': false };

/** What people leave in examples. */
const placeholder = /^(change[-_ ]?me|secret|password|default|example|test|dev|hallway)/i;

function readText(field: EnvVarField, env: Environment, faults: string[]): string | undefined {
  const file = field.secret ? env[`${field.name}_FILE`] : undefined;
  if (!file) return env[field.name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${field.name}_FILE names a file that cannot be read`);
    return undefined;
  }
}

function parse(field: EnvVarField, text: string, faults: string[]): unknown {
  switch (field.kind) {
    case 'number': {
      if (!/^-?\d+(\.\d+)?$/.test(text)) faults.push(`${field.name} must be a number`);
      return Number(text);
    }
    case 'boolean': {
      const value = booleans[text.toLowerCase()];
      if (value === undefined) faults.push(`${field.name} must be on or off`);
      return value;
    }
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean);
    case 'text':
      return text;
  }
}

function refusePlaceholders(fields: EnvVarField[], values: Record<string, unknown>, faults: string[]): void {
  for (const { name, secret } of fields) {
    const value = values[name];
    if (!secret || typeof value !== 'string' || value.includes('://')) continue;
    if (placeholder.test(value) || new Set(value).size < 8) faults.push(`${name} looks like a placeholder; make a random one`);
  }
}

/**
 * Reads a config class from the environment. Empty variables count as absent.
 * Throws one `ConfigError` that lists every fault.
 *
 * @param required settings that this service cannot do without though others can
 */
export function loadConfig<Config extends object>(ConfigClass: new () => Config, env: Environment = process.env, required: string[] = []): Config {
  const fields = envVarsOf(ConfigClass);
  const config = new ConfigClass();
  const values = config as Record<string, unknown>;
  const faults: string[] = [];
  for (const field of fields) {
    const text = readText(field, env, faults);
    values[field.name] = text === undefined || text === '' ? field.default : parse(field, text, faults);
  }
  for (const name of required) if (values[name] === undefined) faults.push(`${name} is required`);
  const known = new Set(faults.map((fault) => fault.split(' ')[0]?.replace(/_FILE$/, '')));
  for (const { property, constraints } of validateSync(config, { forbidUnknownValues: false, validationError: { target: false, value: false } })) {
    if (!known.has(property)) faults.push(...Object.values(constraints ?? {}));
  }
  if (values.NODE_ENV === 'production') refusePlaceholders(fields, values, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}
