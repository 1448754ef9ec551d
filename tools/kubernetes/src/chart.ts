import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

import type { Manifest } from './manifest';

export const root = join(__dirname, '../../..');
export const chart = join(root, 'deploy/helm/hallway');

/** By name, the files of values that a person gives. */
export const PRESETS: Record<string, string[]> = { defaults: [], small: ['values-small.yaml'], ha: ['values-ha.yaml'] };

/** What the README asks to set beside the preset ha. */
export const README_VALUES = [
  'image.registry=registry.example.org/',
  'ingress.className=nginx',
  'ingress.tlsSecret=chat-tls',
  'files.storageClass=nfs',
  'services.uploads.env.S3_ENDPOINT=https://s3.example.org',
  'services.uploads.env.S3_BUCKET=hallway',
  'services.api-gateway.env.GATEWAY_CONNECT_ORIGINS=https://s3.example.org',
  'networkPolicies.postgres.to[0].namespaceSelector.matchLabels.app=postgres',
];

/** What has no default. */
const NEEDED = ['--set', 'image.tag=1.2.3', '--set', 'publicUrl=https://chat.example.org'];

export interface Answer {
  status: number | null;
  text: string;
}

/** Settings of services are text, also where they look like numbers. */
const flagOf = (setting: string): string => (/(^|\.)env\./.test(setting) ? '--set-string' : '--set');

/** The arguments of helm for a preset and whatever is set besides, as `a.b=c`. */
export function valuesOf(preset: string, settings: string[] = []): string[] {
  const files = (PRESETS[preset] ?? []).flatMap((file) => ['--values', join(chart, file)]);
  return [...files, ...NEEDED, ...settings.flatMap((setting) => [flagOf(setting), setting])];
}

/** Runs helm with these values. */
export function helm(command: string[], preset: string, settings: string[] = []): Answer {
  const args = [...command, ...valuesOf(preset, settings)];
  const { status, stdout, stderr } = spawnSync(process.env.HELM_PATH ?? 'helm', args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { status, text: status === 0 ? stdout : stdout + stderr };
}

const template = ['template', 'hallway', chart, '--namespace', 'chat'];

/** What Kubernetes would get. */
export function render(preset: string, settings: string[] = []): Manifest[] {
  const { status, text } = helm(template, preset, settings);
  if (status !== 0) throw new Error(text);
  return parseAllDocuments(text).flatMap((document) => {
    if (!('toJS' in document) || document.errors.length > 0) throw new Error(`helm wrote no YAML: ${String(document.errors[0])}`);
    const manifest = document.toJS() as Manifest | null;
    return manifest ? [manifest] : [];
  });
}

/** Why helm refuses these values. */
export function refusal(preset: string, settings: string[]): string {
  const { status, text } = helm(template, preset, settings);
  if (status === 0) throw new Error(`helm takes ${settings.join(', ')}`);
  return text;
}
