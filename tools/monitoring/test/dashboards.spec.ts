import { dashboards } from '../dashboards.mjs';
import { filesIn, read, unknownIn, unknownLabelsIn } from './monitoring-files';

interface Panel {
  type: string;
  title: string;
  targets?: { expr: string; legendFormat: string }[];
}

const folder = 'deploy/grafana/dashboards';
const panelsOf = (file: string): Panel[] => (JSON.parse(read(file)) as { panels: Panel[] }).panels.filter(({ type }) => type !== 'row');

describe('dashboards', () => {
  it('are what `npm run dashboards` writes', () => {
    const written = Object.fromEntries(filesIn(folder).map((file) => [file.slice(folder.length + 1), JSON.parse(read(file)) as unknown]));
    expect(written).toEqual(dashboards);
  });

  it('are told apart by what Grafana tells them apart by', () => {
    const all = Object.values(dashboards);
    for (const key of ['uid', 'title'] as const) expect(new Set(all.map((one) => one[key])).size).toBe(all.length);
  });

  it.each(filesIn(folder))('%s asks for metrics and labels that exist, and lets no panel be empty', (file) => {
    for (const { title, targets = [] } of panelsOf(file)) {
      expect({ title, lines: targets.length > 0 }).toEqual({ title, lines: true });
      for (const { expr } of targets) expect({ title, unknown: unknownIn(expr), labels: unknownLabelsIn(expr) }).toEqual({ title, unknown: [], labels: [] });
    }
  });

  it('name in their legends only labels that the expression keeps', () => {
    const wrong = filesIn(folder).flatMap((file) =>
      panelsOf(file).flatMap(({ title, targets = [] }) =>
        targets.flatMap(({ expr, legendFormat }) => {
          const kept = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '));
          const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
          return named.filter((label) => !kept.includes(label)).map((label) => `${file} ${title}: ${label}`);
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
