'use strict';
// main.js of every built program: runs bundle.js, which is beside it.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join } = require('node:path');
const { constants, Script } = require('node:vm');

/** How long after the start compiled code is kept: what users wait for is done by then. */
const KEPT_AFTER_MS = 3_000;
const DIGEST_BYTES = 32;

/**
 * Runs a bundle with the code that V8 compiled at an earlier start, which takes half the time until it runs. Newer Nodes
 * do this by themselves when NODE_COMPILE_CACHE names a folder; this does it for Node 20. A file of the cache begins with
 * the hash of all that it holds and was made from: whatever is stale, cut off or damaged is compiled anew.
 */
class CachedBundle {
  #folder;
  #modules = new Map();
  /** What was compiled by this process, as `{ path, seed, script }`. */
  #compiled = [];

  constructor(folder) {
    this.#folder = folder;
    // Functions are compiled when they are called first: what starting needs is known when it has started.
    process.once('hallway:listening', () => {
      setTimeout(() => this.#keep(), KEPT_AFTER_MS).unref();
      process.once('exit', () => this.#keep());
    });
  }

  load(file) {
    const known = this.#modules.get(file);
    if (known) return known.exports;
    const module = { exports: {}, id: file, filename: file };
    this.#modules.set(file, module);
    const outside = Module.createRequire(file);
    const inside = (id) => (id.startsWith('./') ? this.load(join(dirname(file), id)) : outside(id));
    const run = this.#compile(file).runInThisContext();
    run.call(module.exports, module.exports, Object.assign(inside, outside), module, file, dirname(file));
    return module.exports;
  }

  #compile(file) {
    const source = readFileSync(file);
    const path = join(this.#folder, basename(file));
    const seed = digest(`${process.version} ${process.arch}`, source);
    const cachedData = keptAt(path, seed);
    const code = Buffer.concat([Buffer.from('(function (exports, require, module, __filename, __dirname) {'), source, Buffer.from('\n})')]).toString();
    const script = new Script(code, { filename: file, cachedData, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
    if (!cachedData || script.cachedDataRejected) this.#compiled.push({ path, seed, script });
    return script;
  }

  #keep() {
    for (const { path, seed, script } of this.#compiled.splice(0)) {
      try {
        const data = script.createCachedData();
        const draft = `${path}.${process.pid}`;
        mkdirSync(this.#folder, { recursive: true });
        writeFileSync(draft, Buffer.concat([digest(seed, data), data]));
        renameSync(draft, path);
      } catch {
        return; // a folder that cannot be written, a full disk: the next start compiles again
      }
    }
  }
}

function keptAt(path, seed) {
  try {
    const file = readFileSync(path);
    const data = file.subarray(DIGEST_BYTES);
    return digest(seed, data).equals(file.subarray(0, DIGEST_BYTES)) ? data : undefined;
  } catch {
    return undefined; // none yet
  }
}

function digest(...parts) {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}

const bundle = join(__dirname, 'bundle.js');
const folder = process.env.NODE_COMPILE_CACHE;
// Node reads source maps of the modules that it loads itself.
const sourceMaps = [...process.execArgv, process.env.NODE_OPTIONS].some((option) => option?.includes('--enable-source-maps'));
if (folder && !Module.enableCompileCache && !sourceMaps) new CachedBundle(folder).load(bundle);
else require(bundle);
