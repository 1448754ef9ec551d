import { readFileSync } from 'node:fs';

/**
 * The metrics of docs/metrics.md: what stands in the first column of its tables.
 *
 * @returns {{ name: string, type: string, labels: string[], services: 'all' | string[], meaning: string }[]}
 */
export function metricsPage() {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((line) => {
    const [name = '', type = '', labels = '', services = '', meaning = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));
    return { name, type, labels: listOf(labels), services: services === 'all' ? 'all' : listOf(services), meaning };
  });
}

/** @param {string} cell */
const listOf = (cell) => (cell === '–' ? [] : cell.split(', '));
