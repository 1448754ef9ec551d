import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { chart, render, root } from '../src/chart';
import { ofKind } from '../src/manifest';

interface Rule {
  seriesQuery: string;
  name: { as: string };
  metricsQuery: string;
}

const { rules } = parse(readFileSync(join(chart, '../prometheus-adapter-values.yaml'), 'utf8')) as { rules: { custom: Rule[]; external: Rule[] } };
const metrics = ofKind(render('ha'), 'HorizontalPodAutoscaler').flatMap(
  ({ spec }) => spec.metrics as Record<'pods' | 'external', { metric: { name: string } }>[],
);
const asked = (kind: 'pods' | 'external'): string[] => metrics.flatMap((metric) => metric[kind]?.metric.name ?? []).sort();
const offered = (list: Rule[]): string[] => list.map(({ name }) => name.as).sort();

/** Names of metrics as sources write them, those of a service with its prefix. */
function metricsOf(folder: string, prefix = ''): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('spec.ts'));
  const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8'));
  return texts.flatMap((text) =>
    [...text.matchAll(/(?:\.(?:gauge|counter|histogram)\(\s*|\bname: )'([a-z_]+)'/g)].map(([, name = '']) =>
      name.startsWith('hallway_') ? name : prefix + name,
    ),
  );
}

const known = [
  ...['libs/service-kit/src', 'libs/service-host/src'].flatMap((folder) => metricsOf(folder)),
  ...metricsOf('libs/services/realtime/src', 'hallway_realtime_'),
];

describe('autoscaling with the preset ha', () => {
  it('reads metrics that the rules for prometheus-adapter make, and each of them is read', () => {
    expect(asked('pods')).toEqual(offered(rules.custom));
    expect(asked('external')).toEqual(offered(rules.external));
  });

  it('stands on series that services report', () => {
    expect(known.length).toBeGreaterThan(20);
    const series = [...rules.custom, ...rules.external].map(({ seriesQuery }) => seriesQuery.replace(/\{.*/, '').replace(/_bucket$/, ''));
    expect(series.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('sends sockets away slowly', () => {
    const realtime = ofKind(render('ha'), 'HorizontalPodAutoscaler').find(({ metadata }) => metadata.name === 'hallway-realtime');
    expect(realtime?.spec.behavior.scaleDown).toEqual({ stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] });
  });
});
