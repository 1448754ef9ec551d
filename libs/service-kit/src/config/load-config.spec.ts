import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsInt, IsOptional, IsString, Max, MinLength } from 'class-validator';

import { describeConfig } from './describe-config';
import { EnvVar } from './env-var';
import { ConfigError, loadConfig } from './load-config';
import { ServiceConfig } from './service-config';

class Base {
  @EnvVar({ description: 'A number', default: 5 })
  @IsInt()
  @Max(10)
  NUMBER: number;

  @EnvVar({ description: 'A secret', secret: true })
  @IsString()
  @MinLength(12)
  KEY: string;
}

class Extended extends Base {
  @EnvVar({ description: 'A list', default: [] })
  @IsString({ each: true })
  LIST: string[];

  @EnvVar({ description: 'A switch', default: false })
  SWITCH: boolean;

  @EnvVar({ description: 'May be absent' })
  @IsOptional()
  @IsString()
  NOTE?: string;
}

const KEY = 'v8Fq2LxP0zRt';

function faultsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('reads numbers, lists and switches, and keeps defaults for what is absent or empty', () => {
    const config = loadConfig(Extended, { KEY, NUMBER: '', LIST: 'a, b,', SWITCH: 'on' });
    expect({ ...config }).toEqual({ NUMBER: 5, KEY, LIST: ['a', 'b'], SWITCH: true, NOTE: undefined });
  });

  it('reads a secret from a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'key');
    writeFileSync(file, `${KEY}\n`);
    expect(loadConfig(Extended, { KEY_FILE: file }).KEY).toBe(KEY);
    expect(faultsOf(() => loadConfig(Extended, { KEY_FILE: '/nowhere/key' }))).toEqual(['KEY_FILE names a file that cannot be read']);
  });

  it('reports all faults together and never a value', () => {
    const faults = faultsOf(() => loadConfig(Extended, { NUMBER: '11', KEY: 'hunter2', SWITCH: 'perhaps' }));
    expect(faults).toHaveLength(3);
    expect(faults.join()).toMatch(/NUMBER[^]*KEY|KEY[^]*NUMBER/);
    expect(faults.join()).not.toMatch(/hunter2|perhaps|11/);
    expect(faultsOf(() => loadConfig(Extended, { KEY, NUMBER: '0x10' }))).toEqual(['NUMBER must be a number']);
  });

  it('refuses placeholders as secrets in production', () => {
    const load = (key: string) => faultsOf(() => loadConfig(ServiceConfig, { NODE_ENV: 'production', SERVICE_SECRET: key }));
    expect(load('change-me-change-me-change-me-change-me')).toHaveLength(1);
    expect(load('a'.repeat(40))).toHaveLength(1);
    expect(load('short')).not.toHaveLength(0);
    expect(load('Zk3vQ0pLw8sXn1dTg6yRb4uEj7aMc2fH')).toEqual([]);
  });

  it('describes every setting, inherited ones first', () => {
    expect(describeConfig(Extended).map(({ name }) => name)).toEqual(['NUMBER', 'KEY', 'LIST', 'SWITCH', 'NOTE']);
    expect(describeConfig(Base)[1]).toEqual({ name: 'KEY', description: 'A secret (or KEY_FILE)', default: '', secret: true });
  });
});
