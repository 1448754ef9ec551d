import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ValidateBy } from 'class-validator';

/** Without TLS, or with it and what is asked of the server's certificate. */
export type DatabaseTls = false | ConnectionOptions;

/** What a PostgreSQL URL says, with every host of it. */
export interface DatabaseAddress {
  hosts: { host: string; port: number }[];
  user: string;
  password: string;
  database: string;
  /** In the order in which they are tried. */
  tls: DatabaseTls[];
}

const schemes = ['postgres:', 'postgresql:'];
/** Those of libpq that we read. `uselibpqcompat` is what node-postgres needs to mean by `sslmode` what we and libpq mean. */
const parameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'target_session_attrs', 'uselibpqcompat'];

/** A fault of the URL; the message never shows a part of it that could be secret. */
class DatabaseUrlError extends Error {}

function readPem(name: string, file: string | null): string | undefined {
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new DatabaseUrlError(`${name} names a file that cannot be read`);
  }
}

/**
 * The TLS of each `sslmode`, as libpq means it (https://www.postgresql.org/docs/current/libpq-ssl.html, table 32.1), but
 * without one there is none. Without `sslrootcert` the authorities are those of Node, with `NODE_EXTRA_CA_CERTS`.
 */
function tlsOf(query: URLSearchParams): DatabaseTls[] {
  const ca = readPem('sslrootcert', query.get('sslrootcert') === 'system' ? null : query.get('sslrootcert'));
  const own = { ca, cert: readPem('sslcert', query.get('sslcert')), key: readPem('sslkey', query.get('sslkey')) };
  const unverified: DatabaseTls = { ...own, rejectUnauthorized: false };
  const signed: DatabaseTls = { ...own, checkServerIdentity: () => undefined };
  const mode = query.get('sslmode') ?? (query.has('sslrootcert') ? 'verify-full' : 'disable');
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, unverified];
    case 'prefer':
      return [unverified, false];
    case 'require':
      return [ca ? signed : unverified];
    case 'verify-ca':
      if (!ca) throw new DatabaseUrlError('sslmode=verify-ca needs sslrootcert: anybody can have a certificate of a public authority');
      return [signed];
    case 'verify-full':
      return [own];
    default:
      throw new DatabaseUrlError('sslmode must be disable, allow, prefer, require, verify-ca or verify-full');
  }
}

function hostOf(text: string): { host: string; port: number } {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(text);
  const port = Number(parts?.[2] ?? 5_432);
  if (!parts?.[1] || port < 1 || port > 65_535) throw new DatabaseUrlError('every host must be a name or an address, with or without a port');
  return { host: decodeURIComponent(parts[1].replace(/^\[|\]$/g, '')), port };
}

function parsed(url: string): { hosts: string[]; rest: URL } {
  const authority = /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#@]*)/i.exec(url);
  if (!authority?.[1]) throw new DatabaseUrlError('it needs a host');
  const [all, hosts] = authority;
  try {
    return { hosts: hosts.split(','), rest: new URL(`${all.slice(0, all.length - hosts.length)}host${url.slice(all.length)}`) };
  } catch {
    throw new DatabaseUrlError('it is not a URL; what is special in a password must be percent-encoded');
  }
}

/** Reads `postgresql://user:password@host:port,host:port/database?sslmode=…`. Throws an error that says what is wrong. */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const { hosts, rest } = parsed(url);
  if (!schemes.includes(rest.protocol)) throw new DatabaseUrlError('it must begin with postgresql://');
  if (!rest.username) throw new DatabaseUrlError('it needs a user');
  for (const name of rest.searchParams.keys()) {
    if (!parameters.includes(name)) throw new DatabaseUrlError(`only these parameters are known: ${parameters.join(', ')}`);
  }
  if (!['read-write', 'primary'].includes(rest.searchParams.get('target_session_attrs') ?? 'primary')) {
    throw new DatabaseUrlError('target_session_attrs can only be primary: services write');
  }
  return {
    hosts: hosts.map(hostOf),
    user: decodeURIComponent(rest.username),
    password: decodeURIComponent(rest.password),
    database: decodeURIComponent(rest.pathname.slice(1)) || decodeURIComponent(rest.username),
    tls: tlsOf(rest.searchParams),
  };
}

function faultOf(url: unknown): string | undefined {
  if (typeof url !== 'string') return 'it must be a text';
  try {
    parseDatabaseUrl(url);
    return undefined;
  } catch (error) {
    return error instanceof DatabaseUrlError ? error.message : 'what is special in it must be percent-encoded';
  }
}

/** A PostgreSQL URL that `parseDatabaseUrl` reads. */
export function IsDatabaseUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isDatabaseUrl',
    validator: {
      validate: (value) => faultOf(value) === undefined,
      defaultMessage: (args) => `${args?.property ?? 'The URL'} is no usable PostgreSQL URL: ${faultOf(args?.value) ?? ''}`,
    },
  });
}
