export { createDataSource, type DatabaseOptions, type DataSourceRequest } from './create-data-source';
export { kitMigrations } from './kit-migrations';
export { prepared } from './prepared';
export { runMigrations } from './run-migrations';
export { type TransactionOptions, Transactions, type Tx } from './transactions';
