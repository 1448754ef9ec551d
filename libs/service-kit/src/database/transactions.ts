import type { DataSource, EntityManager } from 'typeorm';

/** A running transaction. Passed by hand, so that a reader sees what is atomic. */
export type Tx = EntityManager;

export interface TransactionOptions {
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
}

interface Hooks {
  preCommit: (() => Promise<void>)[];
  afterCommit: (() => void)[];
}

const maxTries = 4;
/** Deadlock and serialization failure: PostgreSQL rolled back, and the same work may succeed. */
const retryable = new Set(['40P01', '40001']);

function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : undefined;
}

async function withRetry<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= maxTries || !retryable.has(sqlState(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** tries));
    }
  }
}

/** Runs work in database transactions. */
export class Transactions {
  private readonly hooks = new WeakMap<Tx, Hooks>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly onHookError: (error: unknown) => void = () => undefined,
  ) {}

  /**
   * Commits what `work` did, or nothing. After a deadlock or a serialization failure
   * the whole work runs again, so it must do nothing but use the transaction.
   */
  run<Result>(work: (tx: Tx) => Promise<Result>, options: TransactionOptions = {}): Promise<Result> {
    return withRetry(() => this.once(work, options));
  }

  /**
   * Runs one statement that is a transaction by itself: it needs no BEGIN and COMMIT, which are two more answers of the
   * database to wait for. Repeated as `run` repeats.
   */
  statement<Result>(ask: (source: DataSource) => Promise<Result>): Promise<Result> {
    return withRetry(() => ask(this.dataSource));
  }

  /** Runs inside the transaction, after the work and just before COMMIT. */
  onPreCommit(tx: Tx, hook: () => Promise<void>): void {
    this.hooksOf(tx).preCommit.push(hook);
  }

  /** Runs once the transaction has committed; never when it rolled back. */
  afterCommit(tx: Tx, hook: () => void): void {
    this.hooksOf(tx).afterCommit.push(hook);
  }

  private hooksOf(tx: Tx): Hooks {
    const hooks = this.hooks.get(tx);
    if (!hooks) throw new Error('This transaction was not started by Transactions.run, or is over');
    return hooks;
  }

  private async once<Result>(work: (tx: Tx) => Promise<Result>, { isolation }: TransactionOptions): Promise<Result> {
    const hooks: Hooks = { preCommit: [], afterCommit: [] };
    const inside = async (tx: Tx): Promise<Result> => {
      this.hooks.set(tx, hooks);
      try {
        const result = await work(tx);
        // A hook may register another one.
        for (let next = 0; next < hooks.preCommit.length; next += 1) await hooks.preCommit[next]?.();
        return result;
      } finally {
        this.hooks.delete(tx);
      }
    };
    const result = isolation ? await this.dataSource.transaction(isolation, inside) : await this.dataSource.transaction(inside);
    for (const hook of hooks.afterCommit) {
      // The commit stands, whatever happens here.
      try {
        hook();
      } catch (error) {
        this.onHookError(error);
      }
    }
    return result;
  }
}
