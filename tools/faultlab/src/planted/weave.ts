import type { Plugin } from 'rolldown';

import { FAILPOINTS } from './failpoints';
import { PLANTED } from './planted';
import { type Weaving, woven } from './weaving';

interface WeaveOptions {
  root: string;
  service: string;
}

/** Everything that is woven in, by file. */
export function weavingsByFile(): Map<string, Weaving[]> {
  const byFile = new Map<string, Weaving[]>();
  for (const weaving of [...PLANTED, ...FAILPOINTS].flatMap(({ weavings }) => weavings))
    byFile.set(weaving.file, [...(byFile.get(weaving.file) ?? []), weaving]);
  return byFile;
}

/** Weaves planted bugs and failpoints into a service while it is bundled; fails when one of the service's own was not met. */
export function weave({ root, service }: WeaveOptions): Plugin {
  const byFile = weavingsByFile();
  const met = new Set<string>();
  return {
    name: 'hallway-weave',
    transform(code, id) {
      const file = id.startsWith(root) ? id.slice(root.length).replace(/^\//, '') : '';
      const weavings = byFile.get(file);
      if (!weavings) return undefined;
      met.add(file);
      return { code: woven(code, weavings), map: null };
    },
    buildEnd(error) {
      if (error) return;
      const missing = [...PLANTED, ...FAILPOINTS].filter((planted) => planted.service === service && planted.weavings.some(({ file }) => !met.has(file)));
      if (missing.length > 0) throw new Error(`${service} was built without the files of ${missing.map(({ name }) => name).join(', ')}`);
    },
  };
}
