import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../src/chart';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const digest = `node:24-slim@sha256:${'0'.repeat(64)}`;

describe('build-images.sh', () => {
  const said = execFileSync('sh', [join(root, 'deploy/docker/build-images.sh'), 'registry.example.org/'], {
    encoding: 'utf8',
    env: { ...process.env, DOCKER: 'echo', NODE_IMAGE: digest },
  });
  const builds = said.trim().split('\n');

  it('builds every service, all of them in one process, and the web app, as this release', () => {
    const tags = builds.map((line) => / -t (\S+)/.exec(line)?.[1]);
    const names = ['api-gateway', 'auth', 'conversations', 'hallway', 'messages', 'realtime', 'uploads', 'web'];
    expect(tags).toEqual(names.map((name) => `registry.example.org/hallway/${name}:${version}`));
  });

  it('says only what the recipes take, and the recipes label and pin what they make', () => {
    for (const line of builds) {
      const recipe = readFileSync(join(root, / -f (\S+)/.exec(line)![1]!), 'utf8');
      const given = Object.fromEntries([...line.matchAll(/--build-arg (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
      expect(given).toMatchObject({ VERSION: version, NODE_IMAGE: digest });
      for (const name of Object.keys(given)) expect(recipe).toMatch(new RegExp(`^ARG ${name}\\b`, 'm'));
      for (const label of ['title', 'description', 'licenses', 'version', 'revision']) expect(recipe).toContain(`org.opencontainers.image.${label}=`);
      expect([...recipe.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)).toEqual(['${NODE_IMAGE}', '${NODE_IMAGE}']);
    }
  });
});
