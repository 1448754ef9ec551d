export { type DatabaseAddress, type DatabaseTls, IsDatabaseUrl, parseDatabaseUrl } from './database-url';
export { describeConfig, type ConfigRow } from './describe-config';
export { EnvVar, type EnvVarOptions } from './env-var';
export { ConfigError, loadConfig, type Environment } from './load-config';
export { ownEnvironment } from './own-environment';
export { RELEASE } from './release';
export { ServiceConfig } from './service-config';
export { testEnvironment } from './test-environment';
