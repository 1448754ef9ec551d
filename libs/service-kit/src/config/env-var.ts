import 'reflect-metadata';

/** What is said about a setting beside its field. */
export interface EnvVarOptions {
  description: string;
  /** May be given as a file (`NAME_FILE`); its value is never shown. */
  secret?: boolean;
  default?: string | number | boolean | string[];
}

/** A declared setting; its name is the field's name. */
export interface EnvVarField extends EnvVarOptions {
  name: string;
  kind: 'text' | 'number' | 'boolean' | 'list';
}

const key = Symbol('hallway:env-vars');

const kinds = new Map<unknown, EnvVarField['kind']>([
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Array, 'list'],
]);

/** Declares a setting on a field of a config class; class-validator decorators say what is allowed. */
export function EnvVar(options: EnvVarOptions): PropertyDecorator {
  return (target, name) => {
    const kind = kinds.get(Reflect.getMetadata('design:type', target, name)) ?? 'text';
    const own = (Reflect.getOwnMetadata(key, target) as EnvVarField[] | undefined) ?? [];
    Reflect.defineMetadata(key, [...own, { ...options, name: String(name), kind }], target);
  };
}

/** All settings of a config class, inherited ones first; a redeclared field wins. */
export function envVarsOf(Config: abstract new () => object): EnvVarField[] {
  const fields = new Map<string, EnvVarField>();
  const chain: object[] = [];
  for (let proto = Config.prototype as object | null; proto; proto = Object.getPrototypeOf(proto) as object | null) chain.unshift(proto);
  for (const proto of chain) {
    for (const field of (Reflect.getOwnMetadata(key, proto) as EnvVarField[] | undefined) ?? []) fields.set(field.name, field);
  }
  return [...fields.values()];
}
