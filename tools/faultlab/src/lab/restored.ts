import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeBackup } from '../../../backup/make-backup.mjs';
import { restoreBackup } from '../../../backup/restore-backup.mjs';
import { startStack } from '../../../local-stack/start-stack.mjs';
import { withDatabase } from './database';
import type { Lab } from './lab';

const say = (): void => undefined;

/** A backup of a lab at work, as `npm run backup` makes it. */
export class Backup {
  private constructor(private readonly dir: string) {}

  static async take({ dataDir }: Lab): Promise<Backup> {
    const dir = mkdtempSync(join(tmpdir(), 'hallway-lab-'));
    chmodSync(dir, 0o711); // PostgreSQL may run as another user
    const { backup } = await makeBackup({ dataDir, uploads: join(dataDir, 'uploads'), to: join(dir, 'backups'), keepDays: 1, say });
    await restoreBackup({ backup, dataDir: join(dir, 'machine'), say });
    return new Backup(dir);
  }

  /** Starts all of Hallway on it: another machine, with a Redis that is empty. */
  async restored<Result>(work: (machine: { url: string; databaseUrl: string }) => Promise<Result>): Promise<Result> {
    const stack = await startStack({
      dataDir: join(this.dir, 'machine'),
      port: 0,
      mode: 'separate',
      env: { RATE_LIMITS: 'off', AUTH_BCRYPT_COST: '10' },
      quiet: true,
      build: false,
    });
    try {
      return await work({ url: stack.url, databaseUrl: stack.stores.ownerUrl });
    } finally {
      await stack.stop();
    }
  }

  discard(): void {
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface RestoredMessage {
  conversation_id: string;
  seq: string;
  rev: string;
  id: string;
  sender_id: string;
  body: string | null;
  created_at: Date;
}

/** Every message of a database, by id. */
export async function storedMessages(databaseUrl: string): Promise<Map<string, RestoredMessage>> {
  const { rows } = await withDatabase(databaseUrl, (client) =>
    client.query<RestoredMessage>('select conversation_id, seq, rev, id, sender_id, body, created_at from messages.messages'),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
