import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const launcher = resolve(__dirname, '../../../tools/build/launcher.cjs');
/** Newer Nodes keep compiled code by themselves, in files of their own; without this the launcher leaves it to them. */
const asOldNode = `require('node:module').enableCompileCache = undefined;`;
const longAgo = new Date('2020-01-01');

let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallway-launcher-'));
  cache = join(folder, '.compile-cache');
  copyFileSync(launcher, join(folder, 'main.js'));
  writeFileSync(join(folder, 'old-node.cjs'), asOldNode);
  writeFileSync(
    join(folder, 'bundle.js'),
    `const { text } = require('./chunk.js'); console.log(text(), __filename.endsWith('bundle.js')); process.emit('hallway:listening');`,
  );
  chunk('first');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Texts of one length, because V8 itself looks at nothing but that. */
function chunk(text: string): void {
  writeFileSync(join(folder, 'chunk.js'), `exports.text = () => require('node:path').basename('/${text}');`);
}

function run(options: string[] = []): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--require', join(folder, 'old-node.cjs'), ...options, join(folder, 'main.js')], {
    encoding: 'utf8',
    env: { NODE_COMPILE_CACHE: cache },
  });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trim();
}

const kept = (): string => join(cache, 'chunk.js');
/** The launcher's; what Node keeps is in folders. */
const ownFiles = (): string[] =>
  (existsSync(cache) ? readdirSync(cache, { withFileTypes: true }) : []).flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
/** Whether the run left the kept file as it was, which it does when it took the code from there. */
function leaves(work: () => void): boolean {
  utimesSync(kept(), longAgo, longAgo);
  work();
  return statSync(kept()).mtime.getTime() === longAgo.getTime();
}

describe('the launcher of a built program', () => {
  it('runs a bundle of several files, the first time and from what it kept', () => {
    expect([run(), run()]).toEqual(['first true', 'first true']);
  });

  it('leaves it to Node to keep code, where Node can', () => {
    writeFileSync(join(folder, 'old-node.cjs'), '');
    expect([run(), run()]).toEqual(['first true', 'first true']);
    expect(ownFiles()).toEqual('enableCompileCache' in Module ? [] : ['bundle.js', 'chunk.js']);
  });

  it('runs without a folder to keep anything in', () => {
    writeFileSync(cache, 'a file is in the way');
    expect([run(), run()]).toEqual(['first true', 'first true']);
  });

  it('runs what the bundle says now, when what it kept is of another', () => {
    run();
    chunk('other');
    expect([run(), run()]).toEqual(['other true', 'other true']);
  });

  it('compiles once, and again only when what it kept cannot be right', () => {
    run();
    expect(leaves(() => run())).toBe(true);
    const whole = readFileSync(kept());
    for (const damaged of [whole.subarray(0, whole.length / 2), Buffer.alloc(0), flipped(whole)]) {
      writeFileSync(kept(), damaged);
      expect(leaves(() => expect(run()).toBe('first true'))).toBe(false);
      expect(readFileSync(kept()).length).toBeGreaterThan(32);
    }
    expect(ownFiles()).toEqual(['bundle.js', 'chunk.js']);
  });

  it('compiles again for settings of V8 that need other code, and keeps nothing when Node has to read source maps', () => {
    run();
    expect(leaves(() => expect(run(['--no-opt', '--stack-size=900'])).toBe('first true'))).toBe(false);
    rmSync(cache, { recursive: true });
    expect(run(['--enable-source-maps'])).toBe('first true');
    expect(ownFiles()).toEqual([]);
  });
});

/** One bit of the compiled code changed. */
function flipped(whole: Buffer): Buffer {
  const copy = Buffer.from(whole);
  copy[copy.length - 40]! ^= 1;
  return copy;
}
