import { createHash } from 'node:crypto';
import type { Client } from 'pg';

import { createDatabaseClient } from '@hallway/service-kit/database';

import { Backoff } from '../backoff';
import type { Signal } from '../signal';

export interface LeaderLockOptions {
  connectionString: string;
  schema: string;
  retryEvery: number;
  onLost: (error: Error) => void;
  /** Another replica committed rows. */
  onRows: () => void;
  onHeld: () => void;
}

/** Keeps our advisory locks apart from those of others in the same database. */
const lockClass = 0x48414c;

/**
 * One relay per schema: an advisory lock on a connection of its own. The same connection carries the
 * notices between replicas: `rows` (another process committed events) and `free` (the leader leaves).
 * The lock is tried now and then rather than waited for: a waiting statement would hold back vacuum.
 */
export class LeaderLock {
  private client: Client | undefined;
  private held = false;
  private notifying = false;
  private notifyAgain = false;
  private readonly channel: string;
  private readonly key: number;

  constructor(
    private readonly options: LeaderLockOptions,
    private readonly wakeUp: Signal,
  ) {
    this.channel = `hallway_outbox_${options.schema}`;
    this.key = createHash('md5').update(this.channel).digest().readInt32BE(0);
  }

  get isHeld(): boolean {
    return this.held;
  }

  /** Returns when this replica leads, or when the signal aborts. */
  async acquire(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(50, this.options.retryEvery);
    while (!signal.aborted && !this.held) {
      try {
        const client = (this.client ??= await this.connect());
        this.held = await this.tryLock(client);
        backoff.reset();
        if (this.held) this.options.onHeld();
        else await this.wakeUp.wait(this.options.retryEvery);
      } catch (error) {
        if (this.client) this.lose(error as Error);
        else this.options.onLost(error as Error);
        await backoff.wait(signal);
      }
    }
  }

  /** Tells the leader that rows wait. Many commits make one notification. */
  notifyLeader(): void {
    this.notifyAgain = this.notifying;
    if (this.notifying || !this.client) return;
    this.notifying = true;
    this.client.query(`SELECT pg_notify($1, 'rows')`, [this.channel]).then(
      () => this.notified(),
      (error: Error) => this.lose(error),
    );
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (!client) return;
    const wasHeld = this.held;
    this.held = false;
    if (wasHeld) {
      const leave = `SELECT pg_advisory_unlock($1, $2), pg_notify($3, 'free')`;
      await client.query(leave, [lockClass, this.key, this.channel]).catch(this.options.onLost);
    }
    await client.end().catch(this.options.onLost);
  }

  private async tryLock(client: Client): Promise<boolean> {
    const sql = 'SELECT pg_try_advisory_lock($1, $2) AS locked';
    const { rows } = await client.query<{ locked: boolean }>(sql, [lockClass, this.key]);
    return rows[0]?.locked === true;
  }

  private notified(): void {
    this.notifying = false;
    if (this.notifyAgain) this.notifyLeader();
  }

  private async connect(): Promise<Client> {
    const client = createDatabaseClient(this.options.connectionString, {
      application_name: `hallway-relay-${this.options.schema}`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (error) => this.lose(error, client));
    client.on('end', () => this.lose(new Error('The relay connection ended'), client));
    client.on('notification', ({ payload }) => {
      if (payload === 'rows') this.options.onRows();
      this.wakeUp.notify();
    });
    try {
      await client.connect();
      await client.query(`LISTEN "${this.channel}"`);
      return client;
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
  }

  private lose(error: Error, client = this.client): void {
    if (!client || client !== this.client) return;
    this.client = undefined;
    this.held = false;
    this.notifying = false;
    this.options.onLost(error);
    this.wakeUp.notify();
    client.end().catch(() => undefined);
  }
}
