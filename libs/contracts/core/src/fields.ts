// The decorators of class-transformer read it when a wire class is declared, in the browser too.
import 'reflect-metadata';

import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  buildMessage,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/**
 * Text of `min` to `max` characters, counted as Unicode code points, so that an
 * emoji counts once and nothing (such as variation selectors) is uncounted.
 */
export function TextLength(min: number, max: number): PropertyDecorator {
  return ValidateBy({
    name: 'textLength',
    constraints: [min, max],
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'string') return false;
        if (value.length > max * 2) return false;
        const length = [...value].length;
        return length >= min && length <= max;
      },
      defaultMessage: buildMessage((each) => `${each}$property must be text of ${min} to ${max} characters`),
    },
  });
}

const isPresent = (_object: unknown, value: unknown): boolean => value !== undefined;
export const isNotNull = (_object: unknown, value: unknown): boolean => value !== null;

/** May be absent. `null` is not absence: it is refused, unless the property is `Nullable` too. */
export function Optional(): PropertyDecorator {
  return ValidateIf(isPresent);
}

/** May be `null`, which means something. It is not absence: that is refused, unless the property is `Optional` too. */
export function Nullable(): PropertyDecorator {
  return ValidateIf(isNotNull);
}

/** A number of something: a whole number from 0 to what JSON can carry. */
export function Count(min = 0, max: number = Number.MAX_SAFE_INTEGER): PropertyDecorator {
  return (target, key) => {
    IsInt()(target, key as string);
    Min(min)(target, key as string);
    Max(max)(target, key as string);
  };
}

/** There is no year 0 to a database. */
const firstMoment = Date.parse('0001-01-02T00:00:00Z');
const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const anyMomentPattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/i;

/** Whether it is a time as `Moment` describes it. */
export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && momentPattern.test(value) && Date.parse(value) >= firstMoment;
}

function momentRule(name: string, message: string): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: isMoment, defaultMessage: buildMessage((each) => `${each}$property must be ${message}`) } });
}

/** A time as we write it: ISO 8601, UTC, with milliseconds, of a year with four digits. */
export function Moment(): PropertyDecorator {
  return momentRule('moment', 'a time such as 2026-01-31T12:00:00.000Z');
}

/** A time as others write it: an ISO 8601 date, or date and time, in UTC where no zone is said; read as `Moment` writes it. */
export function AnyMoment(): PropertyDecorator {
  return (target, key) => {
    Transform(({ value }: { value: unknown }) => toMoment(value), { toClassOnly: true })(target, key as string);
    momentRule('anyMoment', 'an ISO 8601 date or time')(target, key);
  };
}

/** What is no time stays what it is, and is refused. */
function toMoment(value: unknown): unknown {
  const parts = typeof value === 'string' ? anyMomentPattern.exec(value) : null;
  if (!parts) return value;
  const [text, time, , , zone] = parts;
  const moment = new Date(time && !zone ? `${text}Z` : text);
  return Number.isNaN(moment.getTime()) ? value : moment.toISOString();
}

/** A list of at most `max` ids. */
export function IdList(max: number): PropertyDecorator {
  return (target, key) => {
    IsArray()(target, key as string);
    ArrayMaxSize(max)(target, key as string);
    IsUUID(undefined, { each: true })(target, key as string);
  };
}

/** A list of at most `max` objects of a class. */
export function ListOf(Item: () => new () => object, max: number): PropertyDecorator {
  return (target, key) => {
    IsArray()(target, key as string);
    ArrayMaxSize(max)(target, key as string);
    // Of a list within the list only the items would be looked at, and of an empty one nothing.
    IsObject({ each: true })(target, key as string);
    ValidateNested({ each: true })(target, key as string);
    Type(Item)(target, key as string);
  };
}

/** One object of a class. */
export function ObjectOf(Item: () => new () => object): PropertyDecorator {
  return (target, key) => {
    IsObject()(target, key as string);
    ValidateNested()(target, key as string);
    Type(Item)(target, key as string);
  };
}

/** An integer from a query string. Anything that is not plain digits stays text and is refused. */
export function QueryInteger(min: number, max: number): PropertyDecorator {
  return (target, key) => {
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value))(target, key as string);
    IsInt()(target, key as string);
    Min(min)(target, key as string);
    Max(max)(target, key as string);
  };
}

/** Characters of the longest cursor. */
export const cursorLength = 512;

/** Query of every list. */
export class PageQuery {
  /** How many, 1–100. */
  @Optional() @QueryInteger(1, 100) limit?: number;
  /** `nextCursor` of the page before. */
  @Optional() @IsString() @MaxLength(cursorLength) cursor?: string;
}

export const defaultPageSize = 50;

/** Builds the answer class of a list of `Item`. */
export function pageOf<Item extends object>(Item: new () => Item): new () => Page<Item> {
  class PageOfItem {
    @ListOf(() => Item, 100) items: Item[];
    @Nullable() @IsString() @MaxLength(cursorLength) nextCursor: string | null;
  }
  Object.defineProperty(PageOfItem, 'name', { value: `${Item.name}Page` });
  return PageOfItem;
}

export interface Page<Item> {
  items: Item[];
  /** `null` at the end. */
  nextCursor: string | null;
}
