import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { waitUntil } from '../local-stack/processes.mjs';
import { onPath } from '../local-stack/redis-binary.mjs';

const run = promisify(execFile);

/** What podman needs where no systemd looks after control groups, logs and timers. */
const WITHOUT_SYSTEMD = `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=10000:10000"]
cgroupns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "cni"
`;

const PODMAN_NEEDS = ['podman', 'buildah', 'docker-compose', 'runc', 'catatonit'];
const DEBIAN =
  'apt-get install --no-install-recommends podman buildah runc conmon catatonit iptables golang-github-containernetworking-plugin-dnsname dnsmasq-base docker-compose debootstrap';

/**
 * The container engine of this machine: Docker, or podman (as root) with images and settings of its own in a folder.
 *
 * @returns `{ env, podman, stop() }`, with the programs in `env`; or `{ missing }`, why there is none
 */
export async function startEngine({ folder }) {
  if (answers('docker', ['info']) && answers('docker', ['compose', 'version'])) {
    return { podman: false, env: { CONTAINER_PROGRAM: 'docker', COMPOSE_PROGRAM: 'docker compose' }, stop: () => undefined };
  }
  const missing = PODMAN_NEEDS.filter((name) => !onPath(name));
  if (missing.length > 0) return { missing: `no Docker engine answers, and for podman ${missing.join(', ')} is missing (Debian: ${DEBIAN})` };
  if (process.getuid?.() !== 0) return { missing: 'no Docker engine answers, and podman is used by root only' };
  return startPodman(folder);
}

const answers = (program, args) => Boolean(onPath(program)) && spawnSync(program, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;

async function startPodman(folder) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  const systemd = existsSync('/run/systemd/system');
  writeFileSync(at('storage.conf'), `[storage]\ndriver = "overlay"\ngraphroot = "${at('storage')}"\nrunroot = "${at('run')}"\n`);
  writeFileSync(at('containers.conf'), `${systemd ? '' : WITHOUT_SYSTEMD}`);
  const socket = at('engine.sock');
  const env = {
    CONTAINERS_STORAGE_CONF: at('storage.conf'),
    ...(!systemd && { CONTAINERS_CONF: at('containers.conf'), BUILDAH_ISOLATION: 'chroot' }),
    DOCKER_HOST: `unix://${socket}`,
    CONTAINER_PROGRAM: 'podman',
    COMPOSE_PROGRAM: 'docker-compose',
    TESTCONTAINERS_RYUK_DISABLED: 'true',
    TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
  };
  const whole = { ...process.env, ...env };
  rmSync(socket, { force: true });
  const service = spawn('podman', ['system', 'service', '--time', '0', `unix://${socket}`], { env: whole, stdio: 'ignore' });
  if (!(await waitUntil(() => existsSync(socket), 20_000))) {
    service.kill();
    return { missing: 'podman does not answer; try `podman info`' };
  }
  const health = systemd ? undefined : watchHealth(whole);
  return {
    podman: true,
    env,
    stop: async () => {
      await health?.stop();
      service.kill();
    },
  };
}

/** Without systemd no timer runs health checks, and compose would wait for them for ever. */
function watchHealth(env) {
  let running = true;
  const check = async () => {
    while (running) {
      const { stdout } = await run('podman', ['ps', '--quiet', '--filter', 'health=starting'], { env }).catch(() => ({ stdout: '' }));
      // One that fails is asked again.
      await Promise.all(
        stdout
          .split('\n')
          .filter(Boolean)
          .map((id) => run('podman', ['healthcheck', 'run', id], { env }).catch(() => undefined /* it is asked again */)),
      );
      await delay(500);
    }
  };
  const done = check();
  return {
    stop: () => {
      running = false;
      return done;
    },
  };
}
