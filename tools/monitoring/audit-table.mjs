import { readFileSync } from 'node:fs';

/**
 * The audit lines of docs/logs.md. Of a field with a question mark, `optional` says its name.
 *
 * @returns {{ action: string, services: 'all' | string[], fields: string[], optional: string[], meaning: string }[]}
 */
export function auditTable() {
  const page = readFileSync(new URL('../../docs/logs.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('| action | services |'));
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n').slice(2);
  return rows.map((line) => {
    const [action = '', services = '', fields = '', meaning = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));
    const names = listOf(fields);
    return {
      action,
      services: services === 'all' ? 'all' : listOf(services),
      fields: names.map((name) => name.replace('?', '')),
      optional: names.filter((name) => name.endsWith('?')).map((name) => name.slice(0, -1)),
      meaning,
    };
  });
}

/** @param {string} cell */
const listOf = (cell) => (cell === '–' ? [] : cell.split(', '));
