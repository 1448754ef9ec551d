import { isVisible } from '@hallway/contracts-core';

import { uploadLimits } from './upload.limits.ts';

/**
 * What no name needs: control characters, line ends, direction controls, and characters that show nothing.
 * Joiners stay: Persian words and joined emoji are written with them.
 */
const unneeded = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
/** A name ends in one like a file of that kind: `.pdf`, `.tar.gz` ends in `.gz`. */
const extensionPattern = /\.[\p{L}\p{N}_-]{1,16}$/u;

export interface FileNameParts {
  stem: string;
  /** With its point; empty when there is none. */
  extension: string;
}

/**
 * The name of a file as it is kept and shown: the last part of a path, of at most 255 characters, its end kept.
 * Empty when nothing is left that is a name.
 */
export function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(unneeded, '').trim();
  return isVisible(plain) && !/^\.+$/.test(plain) ? cut(plain, uploadLimits.fileName) : '';
}

/** A name in two, so that a long stem can be cut where the extension stays in sight. */
export function fileNameParts(name: string): FileNameParts {
  const at = extensionPattern.exec(name.slice(-20))?.[0].length ?? 0;
  const split = name.length - at;
  return split > 0 ? { stem: name.slice(0, split), extension: name.slice(split) } : { stem: name, extension: '' };
}

/** Between characters as people see them: no half emoji, no letter without its marks. */
function cut(name: string, max: number): string {
  if (name.length <= max) return name;
  const { stem, extension } = fileNameParts(name);
  const room = max - extension.length - 1;
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let end = 0;
  for (const { index } of characters.segment(stem.slice(0, room + 1))) end = index;
  return `${stem.slice(0, end || room).trimEnd()}…${extension}`;
}
