import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pg from 'pg';

import { StackError } from '../local-stack/stack-error.mjs';
import { copyFile, copyTree, sumOf } from './copy-tree.mjs';

/** What a server makes anew at its start, or must not find there: https://www.postgresql.org/docs/current/continuous-archiving.html */
const EMPTIED = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init', 'backup_label', 'tablespace_map']);
const isLeftOut = (path, isFolder) => (isFolder ? EMPTIED.has(path) : LEFT_OUT.has(basename(path))) || basename(path).startsWith('pgsql_tmp');

/**
 * Copies the folder of a running PostgreSQL by its low-level interface for base backups, for the embedded one comes without
 * pg_basebackup. People go on while it runs; what was committed when it began is in the copy.
 *
 * @param url a superuser of that server, on this machine
 * @param slot a replication slot to make and leave, for a server that will follow from the copy on
 * @returns what `copyTree` does
 */
export async function copyCluster({ url, from, to, slot }) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'hallway-backup' });
  await client.connect();
  try {
    if ((await ask(client, 'SELECT count(*)::int AS places FROM pg_tablespace')).places > 2) throw new StackError('Tablespaces are not backed up.');
    // As long as the slot is there, no log is removed that was written since. Its own goes with the connection.
    await client.query('SELECT pg_create_physical_replication_slot($1, true, $2)', [slot ?? `hallway_backup_${process.pid}`, slot === undefined]);
    const { first } = await ask(client, `SELECT pg_walfile_name(pg_backup_start('hallway', true)) AS first`);
    const copied = await copyTree(from, to, isLeftOut);
    const { last, label } = await ask(client, 'SELECT pg_walfile_name(lsn) AS last, labelfile AS label FROM pg_backup_stop(false)');
    await writeFile(join(to, 'backup_label'), label, { mode: 0o600, flush: true });
    return [...copied, ['backup_label', ...(await sumOf(join(to, 'backup_label')))], ...(await copyLog({ from, to, first, last }))];
  } finally {
    await client.end();
  }
}

/** Names of the log's files grow with it. */
async function copyLog({ from, to, first, last }) {
  const names = await readdir(join(from, 'pg_wal'));
  const wanted = names.filter((name) => name.endsWith('.history') || (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last));
  const copied = [];
  for (const name of wanted.map((file) => join('pg_wal', file))) copied.push([name, ...(await copyFile(join(from, name), join(to, name)))]);
  return copied;
}

async function ask(client, sql) {
  return (await client.query(sql)).rows[0];
}
