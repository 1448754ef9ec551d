export { describeConfig, type ConfigRow } from './describe-config';
export { EnvVar, type EnvVarOptions } from './env-var';
export { ConfigError, loadConfig, type Environment } from './load-config';
export { ServiceConfig } from './service-config';
export { testEnvironment } from './test-environment';
