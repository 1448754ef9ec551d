import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { onPath } from './local-stack/redis-binary.mjs';

/** Checks of what runs beside Hallway, by the programs that will read it. They are not part of `npm test`: not every machine has them. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const RULES = `${ROOT}deploy/prometheus/`;
const systemTest = (name, env = {}) => ({
  program: 'node',
  args: ['node_modules/jest/bin/jest.js', '-c', 'apps/system-e2e/jest.config.js', '--runInBand', '--forceExit', `test/${name}`],
  cwd: ROOT,
  env: { HALLWAY_TEST_KIND: 'infra', ...env },
});
/** A test makes its certificate itself, when Node has read its list already. */
const ownCertificate = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };

const CHECKS = [
  { title: 'alert rules', program: 'promtool', args: ['check', 'rules', 'alerts.yml'], cwd: RULES },
  { title: 'configuration of Prometheus', program: 'promtool', args: ['check', 'config', 'prometheus.yml'], cwd: RULES },
  { title: 'cases of alerts', program: 'promtool', args: ['test', 'rules', 'alerts.test.yml'], cwd: RULES },
  { title: 'build', program: 'node', args: ['tools/build.mjs', '--if-stale'], cwd: ROOT },
  { title: 'dashboards on a running system', needs: ['prometheus'], ...systemTest('dashboards') },
  { title: 'collected lines of a running system', needs: ['rsyslogd', 'logrotate'], ...systemTest('collected-logs') },
  { title: 'replicas behind HAProxy', needs: ['haproxy', 'openssl'], ...systemTest('haproxy', ownCertificate) },
];

/** Where Debian has them; the second of rsyslog is a module of it. */
const PACKAGES = {
  promtool: 'prometheus',
  prometheus: 'prometheus',
  rsyslogd: 'rsyslog (and rsyslog-relp)',
  logrotate: 'logrotate',
  haproxy: 'haproxy',
  openssl: 'openssl',
};

const neededBy = ({ program, needs = [program] }) => needs;
const missing = [...new Set(CHECKS.flatMap(neededBy))].filter((program) => !onPath(program));
for (const program of missing) console.error(`${program} is missing; Debian has it in the package ${PACKAGES[program]}.`);

const results = CHECKS.filter((check) => !neededBy(check).some((program) => missing.includes(program))).map(({ title, program, args, cwd, env }) => {
  const command = program === 'node' ? process.execPath : onPath(program);
  const { status } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${title}`);
  return status === 0;
});
const failed = CHECKS.length - results.filter(Boolean).length;

console.log(`\n${results.filter(Boolean).length} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
