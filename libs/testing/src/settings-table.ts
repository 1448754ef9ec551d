import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describeConfig } from '@hallway/service-kit/config';

const begin = '<!-- settings: generated, `UPDATE_README=1 npx jest config.spec` -->';
const end = '<!-- /settings -->';

/**
 * Compares the table of settings in a README with the config class, or with
 * UPDATE_README=1 writes it.
 *
 * @returns the README as it is and as it should be
 */
export function settingsTable(Config: abstract new () => object, readme: string): { found: string; expected: string } {
  const found = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  const rows = describeConfig(Config).map((row) => `| \`${row.name}\` | ${row.default === '' ? '' : `\`${row.default}\``} | ${row.description} |`);
  const table = [begin, '| variable | default | meaning |', '| --- | --- | --- |', ...rows, end].join('\n');
  const [start, stop] = [found.indexOf(begin), found.indexOf(end)];
  const expected = start < 0 || stop < 0 ? `${found.trimEnd()}\n\n## Settings\n\n${table}\n` : found.slice(0, start) + table + found.slice(stop + end.length);
  if (process.env.UPDATE_README) writeFileSync(readme, expected);
  return { found: process.env.UPDATE_README ? expected : found, expected };
}
