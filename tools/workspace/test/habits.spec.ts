import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the message of a commit', () => {
  const check = (message: string) => spawnSync(process.execPath, ['tools/commit-message.mjs'], { cwd: root, input: message, encoding: 'utf8' });

  it.each([
    ['a scope and what it does', 'messages: refuse edits after the window\n'],
    ['several scopes and a body', 'web, uploads: a second try\n\nBecause the first may fail.\n'],
    ['72 characters', `web: ${'x'.repeat(67)}`],
    ['what git writes by itself', `Revert "${'x'.repeat(80)}"\n`],
    ['comments and the diff below the scissors', `web: a page\n# Please enter\n# ------------------------ >8 ------------------------\ndiff --git\n`],
  ])('may be %s', (_what, message) => expect(check(message)).toMatchObject({ status: 0, stderr: '' }));

  it.each([
    ['no scope', 'Update things\n', /"scope: what it does now".*"Update things"/],
    ['nothing', '\n', /it is ""/],
    ['73 characters', `web: ${'x'.repeat(68)}`, /has 73 characters; at most 72/],
    ['a full stop at the end', 'web: a page.\n', /full stop/],
    ['a body without an empty line', 'web: a page\nand more\n', /empty line/],
  ])('may not be %s', (_what, message, fault) => {
    const { status, stderr } = check(message);
    expect(status).toBe(1);
    expect(stderr).toMatch(fault);
  });

  it('is refused by git where the hook was asked for', () => {
    const clone = mkdtempSync(join(tmpdir(), 'hallway-hook-'));
    try {
      const git = (...args: string[]) => spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: clone, encoding: 'utf8' });
      git('init', '-q');
      execFileSync('cp', ['-r', '--parents', 'tools/git-hooks', 'tools/commit-message.mjs', clone], { cwd: root });
      git('config', 'core.hooksPath', 'tools/git-hooks');
      expect(git('commit', '-q', '--allow-empty', '-m', 'stuff')).toMatchObject({ status: 1 });
      expect(git('commit', '-q', '--allow-empty', '-m', 'web: a page')).toMatchObject({ status: 0 });
    } finally {
      rmSync(clone, { recursive: true });
    }
  });
});

describe('the version of Node', () => {
  it('for developers is the one of the images, and one that package.json takes', () => {
    const wanted = read('.nvmrc').trim();
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    for (const image of ['service', 'web']) expect(read(`deploy/docker/${image}.Dockerfile`)).toContain(`ARG NODE_IMAGE=node:${wanted}-slim\n`);
    expect(engines.node).toContain(`>=${wanted}.`);
  });
});
