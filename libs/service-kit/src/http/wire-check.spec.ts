import 'reflect-metadata';

import { plainToInstance, Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, getMetadataStorage, IsArray, IsInt, IsOptional, IsString, IsUUID, ValidateNested, validateSync } from 'class-validator';
import fc from 'fast-check';

import * as auth from '@hallway/contracts-auth';
import * as conversations from '@hallway/contracts-conversations';
import * as messages from '@hallway/contracts-messages';
import * as realtime from '@hallway/contracts-realtime';
import * as uploads from '@hallway/contracts-uploads';

import { validateWire } from './validate-wire';
import { passesFastPath } from './wire-check';

type Wire = new () => object;

const rulesOf = (Class: Wire) => getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
const isWire = (value: unknown): value is Wire => typeof value === 'function' && /^class\b|^function/.test(String(value)) && rulesOf(value as Wire).length > 0;
const wires = [auth, conversations, messages, realtime, uploads].flatMap((contract) =>
  Object.entries(contract).filter((entry): entry is [string, Wire] => isWire(entry[1])),
);
const isValid = (object: object): boolean =>
  validateSync(object, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, stopAtFirstError: true }).length === 0;

const uuid = '0190b5c1-7b9c-7d2e-8f3a-123456789abc';
const value = fc.oneof(
  fc.constantFrom<unknown>(
    uuid,
    uuid.toUpperCase(),
    '',
    'text',
    'a@example.org',
    '2026-01-31T12:00:00.000Z',
    'x'.repeat(9_000),
    0,
    1,
    -1,
    1.5,
    NaN,
    true,
    false,
    null,
    undefined,
    {},
    [],
    [uuid],
    [uuid, uuid],
    [1],
    [null],
    [{}],
    new Set([uuid]),
  ),
  fc.anything(),
);

function objectOf(Class: Wire): fc.Arbitrary<object> {
  const names = [...new Set(rulesOf(Class).map(({ propertyName }) => propertyName))];
  return fc.record(Object.fromEntries([...names, 'unknown'].map((name) => [name, value])), { requiredKeys: [] });
}

class Inner {
  @IsInt() count: number;
}

class Outer {
  @IsUUID() id: string;
  @IsOptional() @IsString() text?: string | null;
  @IsOptional() @IsArray() @ArrayMaxSize(2) @ArrayUnique() @IsUUID(undefined, { each: true }) ids?: string[];
  @IsOptional() @ValidateNested() @Type(() => Inner) one?: Inner;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Inner) many?: Inner[];
}

class Changed {
  @Transform(({ value }: { value: string }) => value.trim()) @IsString() text: string;
}

describe('isSurelyValid', () => {
  it('has all contracts to look at', () => expect(wires.length).toBeGreaterThan(40));

  it.each(wires)('may take a %s as it came: an instance has nothing of its own', (_name, Class) => expect(new Class()).toEqual({}));

  it('never takes what an instance would have otherwise', () => {
    expect(passesFastPath(Changed, { text: ' x ' })).toBe(false);
    expect(validateWire(Changed, { text: ' x ' })).toEqual({ text: 'x' });
  });

  it.each(wires)('never takes a %s that class-validator refuses', (_name, Class) => {
    fc.assert(
      fc.property(objectOf(Class), (plain) => {
        return !passesFastPath(Class, plain) || isValid(plainToInstance(Class, plain));
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, object]>([
    ['the least', { id: uuid }],
    ['null where it may be', { id: uuid, text: null, ids: null }],
    ['lists', { id: uuid, ids: [uuid], many: [{ count: 1 }, { count: 2 }] }],
    ['objects inside', { id: uuid, one: { count: 1 } }],
  ])('takes %s', (_name, plain) => {
    expect([passesFastPath(Outer, plain), isValid(plainToInstance(Outer, plain))]).toEqual([true, true]);
  });

  it.each<[string, object]>([
    ['a missing property', {}],
    ['an unknown property', { id: uuid, more: 1 }],
    ['a wrong item of a list', { id: uuid, ids: [uuid, 'x'] }],
    ['a list that is too long', { id: uuid, ids: [uuid, uuid, uuid] }],
    ['something wrong inside', { id: uuid, one: { count: 'x' } }],
    ['an unknown property inside', { id: uuid, many: [{ count: 1, more: 1 }] }],
    ['no object inside', { id: uuid, many: [1] }],
  ])('does not take %s', (_name, plain) => {
    expect([passesFastPath(Outer, plain), isValid(plainToInstance(Outer, plain))]).toEqual([false, false]);
  });
});
