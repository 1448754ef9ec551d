import { envVarsOf } from './env-var';

/** One row of a README's table of settings. */
export interface ConfigRow {
  name: string;
  description: string;
  /** Empty when the setting is required or optional without a default. */
  default: string;
  secret: boolean;
}

/** Defaults that differ from process to process, or from build to build. */
const IN_WORDS: Record<string, string> = { INSTANCE_ID: 'random', SERVICE_VERSION: 'the release' };

/** The settings of a config class, for documents. */
export function describeConfig(Config: abstract new () => object): ConfigRow[] {
  return envVarsOf(Config).map(({ name, description, default: value, secret }) => ({
    name,
    description: secret ? `${description} (or ${name}_FILE)` : description,
    default: IN_WORDS[name] ?? (Array.isArray(value) ? value.join(',') : String(value ?? '')),
    secret: secret ?? false,
  }));
}
