export { plainArray, textArray } from './array-literal';
export { createDataSource, type DatabaseOptions, type DataSourceRequest } from './create-data-source';
export { createDatabaseClient } from './database-client';
export { prepared } from './prepared';
export { runMigrations } from './run-migrations';
export { type TransactionOptions, Transactions, type Tx } from './transactions';
