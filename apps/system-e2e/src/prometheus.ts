export interface Sample {
  labels: Record<string, string>;
  value: number;
}

export interface Family {
  help: string;
  type: string;
  /** By full name, such as `…_bucket` and `…_count` of a histogram. */
  samples: Map<string, Sample[]>;
}

/** Reads what `/metrics` answers. */
export function parseMetrics(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  const family = (name: string): Family => {
    const found = families.get(name) ?? { help: '', type: '', samples: new Map<string, Sample[]>() };
    families.set(name, found);
    return found;
  };
  let current = '';
  for (const line of text.split('\n').filter(Boolean)) {
    const [, kind = '', name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (kind === 'HELP') family(name).help = rest;
    else if (kind === 'TYPE') family((current = name)).type = rest;
    else addSample(family(current), line);
  }
  return families;
}

function addSample({ samples }: Family, line: string): void {
  const [, name = '', labels = '', value = ''] = /^([^{ ]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (!name) throw new Error(`This is no sample: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]);
  samples.set(name, [...(samples.get(name) ?? []), { labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }]);
}

/** All samples of a name added up. */
export function total(families: Map<string, Family>, name: string): number {
  const samples = [...families.values()].flatMap((family) => family.samples.get(name) ?? []);
  if (samples.length === 0) throw new Error(`There is no ${name}`);
  return samples.reduce((sum, { value }) => sum + value, 0);
}

/** The upper bound of the bucket that holds this share of all observations, over all labels. */
export function quantile(families: Map<string, Family>, name: string, share: number): number {
  const buckets = new Map<number, number>();
  for (const { labels, value } of families.get(name)?.samples.get(`${name}_bucket`) ?? []) {
    const bound = labels.le === '+Inf' ? Infinity : Number(labels.le);
    buckets.set(bound, (buckets.get(bound) ?? 0) + value);
  }
  const all = buckets.get(Infinity) ?? 0;
  if (all === 0) throw new Error(`${name} has observed nothing`);
  return Math.min(...[...buckets].filter(([, count]) => count >= share * all).map(([bound]) => bound));
}
