import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SCHEMAS } from './services.mjs';
import { StackError } from './stack-error.mjs';

const secret = () => randomBytes(32).toString('hex');

const NAMES = ['postgresPassword', 'redisPassword', 'serviceSecret', 'authPasswordPepper', 'authKeySecret', ...SCHEMAS.map((schema) => `${schema}Password`)];

/** The secrets of one data folder, made at the first start and kept readable for its owner only. */
export function loadSecrets(dataDir) {
  const file = join(dataDir, 'secrets.json');
  const known = existsSync(file) ? read(file) : {};
  const secrets = Object.fromEntries(NAMES.map((name) => [name, known[name] ?? secret()]));
  if (NAMES.some((name) => !known[name])) {
    writeFileSync(`${file}.new`, `${JSON.stringify({ ...known, ...secrets }, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file); // never half a file, whatever stops us
  }
  return secrets;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StackError(`${file} cannot be read (${error.message}); restore it from a backup, or choose another DATA_DIR.`);
  }
}
