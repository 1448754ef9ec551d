import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import type { OpenAPIV3_1 } from 'openapi-types';

export type Schema = OpenAPIV3_1.SchemaObject;

const prefix = '#/components/schemas/';

/** JSON Schemas of all wire classes, by class name. */
export function allSchemas(): Record<string, Schema> {
  const schemas = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: prefix,
    additionalConverters: {
      textLength: (meta) => ({ type: 'string', minLength: meta.constraints[0], maxLength: meta.constraints[1] }),
    },
  });
  return schemas as Record<string, Schema>;
}

export function refTo(wireClass: { name: string }): { $ref: string } {
  return { $ref: prefix + wireClass.name };
}

/** The schemas named by `roots`, and all that they refer to. */
export function reachable(schemas: Record<string, Schema>, roots: Iterable<string>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found[name]) continue;
    const schema = schemas[name] ?? { type: 'object' };
    found[name] = schema;
    for (const match of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) open.push(match[1] ?? '');
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a.localeCompare(b)));
}
