import { Transform } from 'class-transformer';
import { buildMessage, ValidateBy } from 'class-validator';

import { TextLength } from './fields.ts';

/*
 * What shows nothing by itself: spaces, what fonts are told to ignore (zero-width spaces, joiners, variation selectors,
 * direction marks, Hangul fillers, tags), and letters that are drawn blank: braille without dots, the null notehead,
 * fillers of Khitan and hieroglyphs, the place of an object that is not there, marks of annotations.
 */
const nothing = '\\p{White_Space}\\p{Default_Ignorable_Code_Point}\\u2800\\uFFF9-\\uFFFC\\u{1D159}\\u{16FE4}\\u{13441}\\u{13442}';
const something = new RegExp(`[^${nothing}]`, 'u');

/* Not trimmed: joiners, variation selectors and tags, which belong to the emoji or the word that they end. */
const padding = /[\p{Zs}\u00AD\u115F\u1160\u180E\u200B\u2060\u2800\u3164\uFEFF\uFFA0]/u;

/** Line breaks and controls, and what turns the direction of the text that follows. */
const unfitForNames = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Whether a reader would see anything of it. */
export function isVisible(text: string): boolean {
  return something.test(text);
}

/** A name without the blank characters around it. */
export function trimName(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && padding.test(text.charAt(start))) start += 1;
  while (end > start && padding.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function textRule(name: string, message: string, isFit: (text: string) => boolean): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isFit(value),
      defaultMessage: buildMessage((each) => `${each}$property ${message}`),
    },
  });
}

/** Text of which a reader sees something; kept as it was typed. */
export function VisibleText(max: number): PropertyDecorator {
  return (target, key) => {
    TextLength(1, max)(target, key);
    textRule('visible', 'must show something', isVisible)(target, key);
  };
}

/** How people, groups and devices are called: one line, trimmed; may be empty only where `min` is 0. */
export function NameText(min: 0 | 1, max: number): PropertyDecorator {
  return (target, key) => {
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? trimName(value) : value), { toClassOnly: true })(target, key as string);
    TextLength(min, max)(target, key);
    textRule('visible', 'must show something', (text) => text === '' || isVisible(text))(target, key);
    textRule('oneLine', 'must not contain line breaks, control characters or direction overrides', (text) => !unfitForNames.test(text))(target, key);
  };
}
