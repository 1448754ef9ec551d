import { spawnSync } from 'node:child_process';
import { arch, platform } from 'node:os';

import { onPath } from '../local-stack/redis-binary.mjs';

/** Programs of the machine that tests use; what comes from npm is in the lock file. */
const PROGRAMS = [
  { names: ['redis-server', 'valkey-server'], ask: ['--version'] },
  { names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], given: 'CHROMIUM_PATH', ask: ['--version'] },
  { names: ['nginx'], given: 'NGINX_PATH', ask: ['-v'] },
];

/** Prints what the result of a test may depend on besides the files: Nx puts it into the key of cached results. */
console.log([`${platform()} ${arch()}, stores: ${process.env.TEST_INFRA || 'embedded'}`, ...PROGRAMS.map(versionOf)].join('\n'));

function versionOf({ names, given, ask }) {
  const program = process.env[given] || names.map((name) => onPath(name)).find(Boolean);
  if (!program) return `${names[0]}: none`;
  const { stdout, stderr } = spawnSync(program, ask, { encoding: 'utf8', timeout: 10_000 });
  return `${program}: ${(stdout || stderr || '').trim()}`;
}
