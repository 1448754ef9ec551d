import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './chart';
import type { Manifest } from './manifest';

type Model = new (data: object) => { validate(): void };

const moduleOf = ({ apiVersion, kind }: Manifest): string => `kubernetes-models/${apiVersion}/${kind}`;
const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** What the schemas of Kubernetes refuse; they do not see fields that do not exist. */
export async function schemaFaults(manifests: Manifest[]): Promise<string[]> {
  const faults = await Promise.all(
    manifests.map(async (manifest) => {
      const { [manifest.kind]: Model } = (await import(moduleOf(manifest))) as Record<string, Model>;
      try {
        new Model!(manifest).validate();
        return [];
      } catch (error) {
        return [`${nameOf(manifest)}: ${(error as Error).message}`];
      }
    }),
  );
  return faults.flat();
}

/** What TypeScript says of the objects as literals of the types of Kubernetes: it refuses a field that does not exist. */
export function typeFaults(manifests: Manifest[]): string[] {
  const folder = join(root, '.cache/manifests', `${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, manifests.map(literal).join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--types', 'node', '--module', 'nodenext', '--pretty', 'false'];
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, file], { encoding: 'utf8' });
    return status === 0 ? [] : stdout.split('\n').filter((line) => line.includes('error TS'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function literal(manifest: Manifest, index: number): string {
  const type = `I${manifest.kind}`;
  return `import type { ${type} as Type${index} } from '${moduleOf(manifest)}';\nexport const manifest${index}: Type${index} = ${JSON.stringify(manifest)};`;
}
