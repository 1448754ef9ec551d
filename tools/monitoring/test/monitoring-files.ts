import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { metricsPage } from '../metrics-page.mjs';

const root = join(__dirname, '../../..');

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

export const readYaml = (file: string): unknown => parse(read(file));

export const filesIn = (folder: string): string[] => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

/** By Prometheus itself, for what it reads. */
const ofPrometheus = ['up'];

/** Series by name: a histogram has three. */
const known = new Set(metricsPage().flatMap(({ name, type }) => (type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name])));

const words = new Set(['sum', 'min', 'max', 'avg', 'count', 'by', 'without', 'rate', 'increase', 'offset', 'and', 'or', 'unless', 'on', 'ignoring']);
const functions = new Set(['histogram_quantile', 'min_over_time', 'max_over_time', 'changes', 'clamp_min', 'time', 'vector']);

/** Names in an expression that are neither series that exist nor words of the language. */
export function unknownIn(expression: string): string[] {
  const withoutLabels = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, '')
    .replace(/\boffset\s+\w+/g, '');
  const names = withoutLabels.match(/[a-zA-Z_:][\w:]*/g) ?? [];
  return names.filter((name) => !known.has(name) && !ofPrometheus.includes(name) && !words.has(name) && !functions.has(name));
}

/** Labels that an expression asks for and its metrics do not have, as `metric{label}`. */
export function unknownLabelsIn(expression: string): string[] {
  const common = ['service', 'le', 'job', 'instance'];
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)].flatMap(([, name = '', selector = '']) => {
    const metric = metricsPage().find((row) => row.name === name || (row.type === 'histogram' && name.startsWith(`${row.name}_`)));
    const asked = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
    return asked.filter((label) => !common.includes(label) && !metric?.labels.includes(label)).map((label) => `${name}{${label}}`);
  });
}
