import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One environment variable, as `describeConfig` of the service kit lists them. */
interface Setting {
  name: string;
  default: string;
  description: string;
}

const begin = '<!-- settings: generated, `UPDATE_README=1 npx jest config.spec` -->';
const end = '<!-- /settings -->';

/**
 * Compares the table of settings in a README with those of the config class, or with
 * UPDATE_README=1 writes it.
 *
 * @returns the README as it is and as it should be
 */
export function settingsTable(settings: readonly Setting[], readme: string): { found: string; expected: string } {
  const found = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  const rows = settings.map((row) => `| \`${row.name}\` | ${row.default === '' ? '' : `\`${row.default}\``} | ${row.description} |`);
  const table = [begin, '| variable | default | meaning |', '| --- | --- | --- |', ...rows, end].join('\n');
  const [start, stop] = [found.indexOf(begin), found.indexOf(end)];
  const expected = start < 0 || stop < 0 ? `${found.trimEnd()}\n\n## Settings\n\n${table}\n` : found.slice(0, start) + table + found.slice(stop + end.length);
  if (process.env.UPDATE_README) writeFileSync(readme, expected);
  return { found: process.env.UPDATE_README ? expected : found, expected };
}
