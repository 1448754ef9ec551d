import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { chart, README_VALUES, valuesOf } from './chart';
import type { Cluster } from './cluster';
import type { Stored } from './cluster-api';

/** What a person sets besides the preset. */
const OWN: Record<string, string[]> = { small: [], ha: README_VALUES };

/** The Secret: from the script for small, by the table of the README for ha. */
function secret(preset: string): object {
  if (preset === 'small') return parse(execFileSync('sh', [join(chart, '../new-secret.sh'), 'hallway'], { encoding: 'utf8' })) as object;
  const [, section = ''] = /## The Secret(.*?)\n## /s.exec(readFileSync(join(chart, 'README.md'), 'utf8')) ?? [];
  const keys = [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map(([, key = '']) => key));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hallway' }, stringData: Object.fromEntries(keys.map((key) => [key, 'text'])) };
}

const WAIT = ['--wait', '--timeout', '90s'];

/** Helm takes a service for ready that has one pod, which is what it starts with where an autoscaler owns the number. */
async function hasLeast(cluster: Cluster): Promise<boolean> {
  const paths = ['/apis/autoscaling/v2/namespaces/chat/horizontalpodautoscalers', '/apis/apps/v1/namespaces/chat/deployments'];
  const [scalers, deployments] = await Promise.all(paths.map(async (path): Promise<Stored[]> => (await cluster.api.get(path)).items));
  const least = new Map<string, number>(scalers!.map(({ spec }) => [spec.scaleTargetRef.name, spec.minReplicas]));
  return deployments!.every(({ metadata, status }) => (status.readyReplicas ?? 0) >= (least.get(metadata.name) ?? 1));
}

/** Installs the chart as the README says, and waits as helm does, then for the autoscalers. */
export async function install(cluster: Cluster, preset: string, settings: string[] = []): Promise<void> {
  await cluster.create([secret(preset)]);
  await helm(cluster, ['install', 'hallway', chart, ...valuesOf(preset, [...(OWN[preset] ?? []), ...settings]), ...WAIT]);
  await cluster.eventually('autoscalers have made as many pods as are the least', () => hasLeast(cluster));
}

/** Brings one service to a release of its own. */
export const upgrade = (cluster: Cluster, service: string, tag: string, wait = WAIT): Promise<void> =>
  helm(cluster, ['upgrade', 'hallway', chart, '--reuse-values', '--set-string', `services.${service}.tag=${tag}`, ...wait]);

export const rollback = (cluster: Cluster): Promise<void> => helm(cluster, ['rollback', 'hallway', ...WAIT]);

async function helm(cluster: Cluster, args: string[]): Promise<void> {
  const { status, text } = await cluster.helm(args);
  if (status !== 0) throw new Error(`helm ${args[0]}: ${text}`);
}
