/** Fields that are never written, wherever they sit in a log line; compared without case and separators. */
const secretFields = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'xhallwayservice',
  'password',
  'newpassword',
  'currentpassword',
  'passwordhash',
  'pepper',
  'token',
  'accesstoken',
  'refreshtoken',
  'tokens',
  'secret',
  'privatekey',
  'code',
  'jwt',
  'body',
  'text',
  'highlights',
  'email',
  'login',
  'filename',
  'connectionstring',
  'databaseurl',
  'redisurl',
]);

const redacted = '[redacted]';
const maxDepth = 6;

/** A copy without secrets, message texts and personal data. Errors and dates are kept as they are. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date) return value;
  if (depth >= maxDepth) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, isSecret(name, inner) ? redacted : redact(inner, depth + 1)]));
}

function isSecret(name: string, value: unknown): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  // A problem's or system error's code is short and public; invite and reset codes are not logged by name.
  if (plain === 'code') return typeof value === 'string' && !/^[a-z0-9-]{1,40}$|^[A-Z0-9_]{2,40}$/.test(value);
  return secretFields.has(plain);
}
