import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { auditTable } from '../audit-table.mjs';

const libs = join(__dirname, '../../../libs');
const call = /\baudit\(\s*(?:tx,\s*)?'([a-z-]+)'/g;

/** `action service` of every call in the code that writes an audit line; what all services stand on counts for `all`. */
function written(): string[] {
  const files = readdirSync(libs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(services\/[^/]+|service-kit|service-host)\/src\/.*(?<!spec)\.ts$/.test(file),
  );
  const found = files.flatMap((file) => {
    const service = /^services\/([^/]+)/.exec(file)?.[1] ?? 'all';
    return [...readFileSync(join(libs, file), 'utf8').matchAll(call)].map(([, action]) => `${action} ${service}`);
  });
  return [...new Set(found)].sort();
}

describe('docs/logs.md', () => {
  it('lists the audit lines that the code writes, and no others', () => {
    const listed = auditTable().flatMap(({ action, services }) => (services === 'all' ? ['all'] : services).map((service) => `${action} ${service}`));
    expect(listed.sort()).toEqual(written());
    expect(written().length).toBeGreaterThan(20);
  });
});
