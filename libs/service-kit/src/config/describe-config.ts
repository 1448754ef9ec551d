import { envVarsOf } from './env-var';

/** One row of a README's table of settings. */
export interface ConfigRow {
  name: string;
  description: string;
  /** Empty when the setting is required or optional without a default. */
  default: string;
  secret: boolean;
}

/** The settings of a config class, for documents. */
export function describeConfig(Config: abstract new () => object): ConfigRow[] {
  return envVarsOf(Config).map(({ name, description, default: value, secret }) => ({
    name,
    description: secret ? `${description} (or ${name}_FILE)` : description,
    default: name === 'INSTANCE_ID' ? 'random' : Array.isArray(value) ? value.join(',') : String(value ?? ''),
    secret: secret ?? false,
  }));
}
