/** Codes of Node's errors: the network, and a disk without room. */
const nodeCodes = new Set([
  'ENOSPC',
  'EDQUOT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** PostgreSQL: shutting down, starting, out of connections, refusing the login, cancelled by a timeout, read-only after a failover, out of disk or memory. */
const postgresCodes = new Set(['57P01', '57P02', '57P03', '57014', '53300', '28000', '28P01', '3D000', '55P03', '25006', '25P03', '53100', '53200']);

/** Messages of pg, pg-pool, TypeORM and ioredis that carry no code. */
const messages = [
  /^timeout exceeded when trying to connect/,
  /^Connection terminated/,
  /^Query read timeout/,
  /^Client (has encountered a connection error|was closed) and is not queryable/,
  // TypeORM gives a connection back when it breaks, in the middle of a transaction too.
  /^Query runner already released/,
  /^Database connection provided by a query runner was already released/,
  /^Cannot use a pool after calling end/,
  /^Connection is closed/,
  /^Command timed out/,
  /^Stream isn't writeable/,
  /^Reached the max retries per request limit/,
  /^(LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN) /,
];

function describe(error: object): { code?: string; message: string; inner?: unknown } {
  const { code, message, cause, driverError } = error as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : '',
    inner: driverError ?? cause,
  };
}

/** Whether a store could not be reached or had no time: the same call may work a moment later. */
export function isStoreFailure(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 3) return false;
  const { code, message, inner } = describe(error);
  if (code && (nodeCodes.has(code) || postgresCodes.has(code) || code.startsWith('08'))) return true;
  if (messages.some((pattern) => pattern.test(message))) return true;
  return isStoreFailure(inner, depth + 1);
}
