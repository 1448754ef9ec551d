import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

import { dashboards } from './dashboards.mjs';

const folder = new URL('../../deploy/grafana/dashboards/', import.meta.url);

mkdirSync(folder, { recursive: true });
for (const [file, content] of Object.entries(dashboards)) {
  const path = new URL(file, folder);
  const options = await resolveConfig(path);
  writeFileSync(path, await format(JSON.stringify(content), { ...options, parser: 'json' }));
}
