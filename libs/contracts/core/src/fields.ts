import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  buildMessage,
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

/** May be absent. `null` is not absence: it is refused. Use `IsOptional` where `null` means something. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** An integer from a query string. Anything that is not plain digits stays text and is refused. */
export function QueryInteger(min: number, max: number): PropertyDecorator {
  return (target, key) => {
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value,
    )(target, key as string);
    IsInt()(target, key as string);
    Min(min)(target, key as string);
    Max(max)(target, key as string);
  };
}

/** Query of every list. */
export class PageQuery {
  /** How many, 1–100. */
  @IsOptional() @QueryInteger(1, 100) limit?: number;
  /** `nextCursor` of the page before. */
  @IsOptional() @IsString() @MaxLength(512) cursor?: string;
}

export const defaultPageSize = 50;

/** Builds the answer class of a list of `Item`. */
export function pageOf<Item extends object>(Item: new () => Item): new () => Page<Item> {
  class PageOfItem {
    @IsArray() @ValidateNested({ each: true }) @Type(() => Item) items: Item[];
    @IsOptional() @IsString() nextCursor: string | null;
  }
  Object.defineProperty(PageOfItem, 'name', { value: `${Item.name}Page` });
  return PageOfItem;
}

export interface Page<Item> {
  items: Item[];
  /** `null` at the end. */
  nextCursor: string | null;
}
