import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';

import * as auth from '@hallway/contracts-auth';
import * as conversations from '@hallway/contracts-conversations';
import * as core from '@hallway/contracts-core';
import * as messages from '@hallway/contracts-messages';
import * as realtime from '@hallway/contracts-realtime';
import * as uploads from '@hallway/contracts-uploads';

import { slowTexts } from './hostile-texts';

type Wire = new () => object;

const rulesOf = (wire: Wire) => getMetadataStorage().getTargetValidationMetadatas(wire, '', true, false);

const exported: Record<string, unknown> = { ...auth, ...conversations, ...core, ...messages, ...realtime, ...uploads };
const classes = Object.entries(exported).filter(
  (entry): entry is [string, Wire] => /^[A-Z]/.test(entry[0]) && typeof entry[1] === 'function' && rulesOf(entry[1] as Wire).length > 0,
);

/** Reads a text in every field of a wire class, in a list where one belongs. */
function read(wire: Wire, text: string): void {
  validateSync(plainToInstance(wire, Object.fromEntries(rulesOf(wire).map(({ propertyName, each }) => [propertyName, each ? [text] : text]))));
}

/** A parameter is put into the path as it is; half a character has no place in one. */
const pathWith = (text: string) => core.pathOf({ auth: 'user', path: '/files/:name' }, { name: text.toWellFormed() });

/** Other functions of the contracts that read text; what is new here has to be named. */
const readers: Record<string, (text: string) => unknown> = {
  isMoment: core.isMoment,
  isVisible: core.isVisible,
  pathOf: pathWith,
  trimName: core.trimName,
  plainFileName: uploads.plainFileName,
  fileNameParts: uploads.fileNameParts,
};
/** Those that read no text of people: they declare, or put JSON that is written already together. */
const readNone = [
  'changesJson',
  'createdJson',
  'defineApi',
  'del',
  'event',
  'fullPath',
  'get',
  'isNotNull',
  'mayAct',
  'pageOf',
  'patch',
  'post',
  'problem',
  'put',
];

describe('text of full length that is meant to be slow', () => {
  it('has a row for every function of the contracts', () => {
    const functions = Object.keys(exported).filter((name) => /^[a-z]/.test(name) && typeof exported[name] === 'function');
    expect(functions.filter((name) => !readNone.includes(name)).sort()).toEqual(Object.keys(readers).sort());
    expect(classes.length).toBeGreaterThan(30);
  });

  it('takes no field of a wire class longer than its length says', () => {
    expect(slowTexts((text) => classes.forEach(([, wire]) => read(wire, text)))).toEqual([]);
  });

  it.each(Object.entries(readers))('takes %s no longer than its length says', (_name, reader) => {
    expect(slowTexts(reader)).toEqual([]);
  });
});
