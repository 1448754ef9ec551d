import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import type { OpenAPIV3_1 } from 'openapi-types';

import { isNotNull } from '@hallway/contracts-core';

export type Schema = OpenAPIV3_1.SchemaObject;

type Marked = Schema & { [absent]?: true; [nullable]?: true };

const prefix = '#/components/schemas/';
/** Marks that the converters leave on a property until the whole class is known. */
const absent = 'x-absent';
const nullable = 'x-nullable';

/** No class comes later, and reading what all of them say takes a tenth of a second. */
let made: Record<string, Schema> | undefined;

/**
 * JSON Schemas of all wire classes, by class name. A property is required unless it is `Optional`, and may be null only
 * where it is `Nullable`.
 */
export function allSchemas(): Record<string, Schema> {
  return (made ??= makeSchemas());
}

function makeSchemas(): Record<string, Schema> {
  const schemas = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: prefix,
    additionalConverters: {
      textLength: ({ constraints }) => ({ type: 'string', minLength: constraints[0], maxLength: constraints[1] }),
      maxLength: ({ constraints }) => ({ type: 'string', maxLength: constraints[0] }),
      matches: ({ constraints }) => ({ type: 'string', pattern: patternOf(constraints[0] as RegExp) }),
      // Beside isInt they say nothing of the type.
      min: ({ constraints }) => ({ minimum: constraints[0] }),
      max: ({ constraints }) => ({ maximum: constraints[0] }),
      moment: { type: 'string', format: 'date-time' },
      anyMoment: { type: 'string', maxLength: 35, anyOf: [{ format: 'date' }, { format: 'date-time' }] },
      visible: { type: 'string' },
      oneLine: { type: 'string' },
      conditionalValidation: ({ constraints }) => (constraints[0] === isNotNull ? { [nullable]: true } : { [absent]: true }),
    },
  });
  return Object.fromEntries(Object.entries(schemas as Record<string, Schema>).map(([name, schema]) => [name, finished(schema)]));
}

function finished(schema: Schema): Schema {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Marked>);
  const required = properties.filter(([, property]) => !property[absent]).map(([name]) => name);
  return {
    ...schema,
    properties: Object.fromEntries(properties.map(([name, property]) => [name, unmarked(property)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function unmarked({ [absent]: _absent, [nullable]: mayBeNull, ...schema }: Marked): Schema {
  const plain = withBareReferences(schema);
  if (!mayBeNull) return plain;
  if (typeof plain.type !== 'string') return { anyOf: [plain, { type: 'null' }] };
  return { ...plain, type: [plain.type, 'null'], ...(plain.enum && { enum: [...plain.enum, null] }) } as Schema;
}

/** Beside a reference nothing else counts: that it is an object is said where it leads. */
function withBareReferences(schema: Schema): Schema {
  if ('$ref' in schema) return { $ref: schema.$ref } as Schema;
  return 'items' in schema ? { ...schema, items: withBareReferences(schema.items as Schema) } : schema;
}

/** JSON Schema knows no flags: what ignores case names both cases of its letters. */
function patternOf({ source, flags }: RegExp): string {
  return flags.includes('i') ? source.replaceAll('a-z', 'A-Za-z').replaceAll('a-f', 'A-Fa-f') : source;
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
    const schema = schemas[name] ?? { type: 'object', properties: {} };
    found[name] = schema;
    for (const match of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) open.push(match[1] ?? '');
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a.localeCompare(b)));
}
