import { chownSync, lchownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { serverOwner } from '../../../local-stack/postgres-files.mjs';
import { withDatabase } from './database';

const WAL = 'pg_wal';
/** Belongs to the server that runs, not to its data; or comes last. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_replslot', WAL];

export interface BackupSource {
  /** As superuser. */
  url: string;
  /** Its data folder. */
  dir: string;
}

/**
 * Copies a running PostgreSQL as pg_basebackup does, which the embedded one has not: from `pg_backup_start` to `pg_backup_stop`,
 * then the log of what was written meanwhile. A slot keeps the log until then.
 */
export async function baseBackup({ url, dir }: BackupSource, to: string, slot: string): Promise<void> {
  await withDatabase(url, async (client) => {
    await client.query('select pg_create_physical_replication_slot($1, true)', [slot]);
    await client.query('select pg_backup_start($1, true)', [slot]);
    await cp(dir, to, { recursive: true, filter: (path) => isData(relative(dir, path)) });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await cp(join(dir, WAL), join(to, WAL), { recursive: true, force: true });
    writeFileSync(join(to, 'backup_label'), rows[0]!.labelfile);
    mkdirSync(join(to, 'pg_replslot'), { recursive: true });
  });
  giveAway(to);
}

function isData(path: string): boolean {
  return !LEFT_OUT.includes(path.split(sep)[0] ?? '');
}

/** To the user as whom the server runs. */
export function giveAway(dir: string): void {
  const owner = serverOwner();
  if (!owner) return;
  chownSync(dir, owner.uid, owner.gid);
  for (const name of readdirSync(dir, { recursive: true }) as string[]) lchownSync(join(dir, name), owner.uid, owner.gid);
}
