import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { onPath } from '../local-stack/redis-binary.mjs';

/** What images and docker-compose.yml start from, and deploy/base-images can make. */
const BASES = [
  'docker.io/library/node:24-slim',
  'docker.io/library/postgres:18',
  'docker.io/library/redis:7',
  'docker.io/library/nginx:1.28',
  'docker.io/prom/prometheus:v3.5.0',
];
const NAMES = ['api-gateway', 'auth', 'conversations', 'hallway', 'messages', 'realtime', 'uploads', 'web'];

/** Where Debian keeps the authorities that a machine trusts. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Builds every image by the script of a release, and names them as docker-compose.yml does.
 *
 * @returns why it could not, or undefined
 */
export function makeImages({ root, folder, engine, version, say }) {
  const env = { ...process.env, ...engine.env };
  const act = (program, args, more = {}) =>
    spawnSync(program, args, { cwd: root, env: { ...env, ...more }, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const built = engine.podman ? withPodman() : act('deploy/docker/build-images.sh', []);
  if (built !== true) return built || 'an image could not be built';
  const registry = engine.podman ? 'docker.io/' : '';
  for (const name of NAMES) act(engine.env.CONTAINER_PROGRAM, ['tag', `${registry}hallway/${name}:${version}`, `${registry}hallway/${name}:latest`]);
  return undefined;

  function withPodman() {
    const missing = BASES.filter((image) => !act('podman', ['image', 'exists', image]));
    const pulled = missing.every((image) => spawnSync('podman', ['pull', '--quiet', image], { env, stdio: 'ignore', timeout: 300_000 }).status === 0);
    if (!pulled) {
      if (!onPath('debootstrap')) return 'no image registry is reached, and debootstrap, which makes stand-ins of the base images, is missing';
      say('No image registry is reached: making stand-ins of the base images from packages of Debian');
      if (!act('deploy/base-images/make.sh', [join(folder, 'base')])) return 'the stand-ins of the base images could not be made';
    }
    const built = act('deploy/docker/build-images.sh', ['docker.io/'], {
      DOCKER: 'buildah',
      BUILD_FLAGS: ['--pull-never --layers --format docker', ...trusted()].join(' '),
    });
    // What only served the builds is some gigabytes.
    act('podman', ['image', 'prune', '--force']);
    return built;
  }

  /** Lets npm in a build trust whom this machine trusts. */
  function trusted() {
    const authorities = process.env.NODE_EXTRA_CA_CERTS;
    if (!authorities) return [];
    const npmrc = join(folder, 'npmrc');
    writeFileSync(npmrc, `cafile=${AUTHORITIES}\n`);
    return [`-v ${authorities}:${AUTHORITIES}:ro -v ${npmrc}:/root/.npmrc:ro`];
  }
}
