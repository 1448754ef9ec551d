import type { EntityManager } from 'typeorm';

/** What the bus needs from `Transactions` of the database part. */
export interface TransactionHooks {
  run<Result>(work: (tx: EntityManager) => Promise<Result>): Promise<Result>;
  /** Runs inside the transaction, after the work and just before COMMIT. */
  onPreCommit(tx: EntityManager, hook: () => Promise<void>): void;
  /** Runs once the transaction has committed; never when it rolled back. */
  afterCommit(tx: EntityManager, hook: () => void): void;
}
