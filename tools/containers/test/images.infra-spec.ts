import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { engine, imageName } from '../src/engine';

const services = ['api-gateway', 'auth', 'conversations', 'hallway', 'messages', 'realtime', 'uploads'];
const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { version: string };

/** As docker-compose.yml runs them. */
const locked = ['--rm', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp'];

interface Image {
  Size: number;
  Config: { User: string; Cmd: string[]; Labels: Record<string, string>; Healthcheck?: { Test: string[] } };
  Healthcheck?: { Test: string[] };
}

async function inspect(name: string): Promise<Image> {
  const [image] = JSON.parse(await engine('image', 'inspect', name)) as [Image];
  return image;
}

describe.each([...services, 'web'])('the image of %s', (name) => {
  it('is of this release, and runs as a user without rights', async () => {
    const { Config, ...image } = await inspect(imageName(name));
    expect(Config.User).toBe('node');
    expect(Config.Labels).toMatchObject({ 'org.opencontainers.image.version': version, 'org.opencontainers.image.licenses': 'Apache-2.0' });
    if (name !== 'web') expect((Config.Healthcheck ?? image.Healthcheck)?.Test.join(' ')).toContain('/health/live');
  });

  it('runs with a root that it cannot write, without tools of the build, and is small', async () => {
    const script = `
      const { accessSync, constants, readdirSync, statSync } = require('node:fs');
      const { join } = require('node:path');
      const can = (path) => { try { accessSync(path, constants.W_OK); return true; } catch { return false; } };
      const size = (path) => statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0) : statSync(path).size;
      const modules = (() => { try { return readdirSync('node_modules'); } catch { return []; } })();
      console.log(JSON.stringify({ uid: process.getuid(), writable: ['.', '/etc', '/usr/local/bin'].filter(can), temporary: can('/tmp'), modules, bytes: size('.') }));`;
    const said = JSON.parse(await engine('run', ...locked, imageName(name), 'node', '-e', script)) as Record<string, unknown>;
    expect(said).toMatchObject({ uid: 1000, writable: [], temporary: true });
    for (const tool of ['typescript', 'jest', 'nx', 'eslint', 'esbuild']) expect(said.modules).not.toContain(tool);
    const megabytes = (said.bytes as number) / 1e6;
    console.log(`${name}: ${megabytes.toFixed(1)} MB of its own`);
    expect(megabytes).toBeLessThan(80);
  });
});
