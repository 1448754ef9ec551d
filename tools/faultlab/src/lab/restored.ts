import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startStack } from '../../../local-stack/start-stack.mjs';
import { baseBackup } from './base-backup';
import { withDatabase } from './database';
import type { Lab } from './lab';

const SLOT = 'backup';
/** What must be kept beside the database. */
const BESIDE = ['secrets.json', 'uploads'];

/** A backup of a lab at work, as docs/operations.md says: the database first, then the files, and the secrets. */
export class Backup {
  private constructor(private readonly dir: string) {}

  static async take(lab: Lab): Promise<Backup> {
    const dir = mkdtempSync(join(tmpdir(), 'hallway-lab-'));
    await baseBackup({ url: lab.databaseUrl, dir: lab.postgresDir }, join(dir, 'postgres'), SLOT);
    for (const name of BESIDE) if (existsSync(join(lab.dataDir, name))) cpSync(join(lab.dataDir, name), join(dir, name), { recursive: true });
    mkdirSync(join(dir, 'logs'), { recursive: true });
    return new Backup(dir);
  }

  /** Starts all of Hallway on it: another machine, with a Redis that is empty. */
  async restored<Result>(work: (machine: { url: string; databaseUrl: string }) => Promise<Result>): Promise<Result> {
    const stack = await startStack({ dataDir: this.dir, port: 0, env: { RATE_LIMITS: 'off', AUTH_BCRYPT_COST: '10' }, quiet: true, build: false });
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

export interface StoredMessage {
  conversation_id: string;
  seq: string;
  rev: string;
  id: string;
  sender_id: string;
  body: string | null;
  created_at: Date;
}

/** Every message of a database, by id. */
export async function storedMessages(databaseUrl: string): Promise<Map<string, StoredMessage>> {
  const { rows } = await withDatabase(databaseUrl, (client) => client.query<StoredMessage>('select conversation_id, seq, rev, id, sender_id, body, created_at from messages.messages'));
  return new Map(rows.map((row) => [row.id, row]));
}
