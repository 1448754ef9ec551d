import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Variant } from '@hallway/contracts-uploads';

export interface RenderRequest {
  /** File of the picture. */
  source: string;
  targets: { name: string; edge: number; path: string }[];
  maxPixels: number;
  maxEdge: number;
  maxFrames: number;
}

export interface Rendered {
  width: number;
  height: number;
  animated: boolean;
  variants: Variant[];
}

type Reply = ({ ok: true } & Rendered) | { ok: false; message: string };

/** The picture cannot be decoded within the limits. */
export class UnreadableImage extends Error {}

/** Of a process that has a processor for itself, and of one on a machine that is busy. */
const maxCpuMs = 4_000;
const maxMs = 8_000;
const maxResidentBytes = 768 * 1024 * 1024;
const watchEveryMs = 100;
/** Linux counts processor time in hundredths of a second for every architecture that Node runs on. */
const tickMs = 10;

// Beside this module in the sources, beside main.js in the build.
const script = fileURLToPath(new URL('./image.worker.mjs', import.meta.url));

/**
 * Renders one picture in a fresh process, killed when it takes too much time or memory.
 * @throws UnreadableImage
 */
export async function renderImage(request: RenderRequest): Promise<Rendered> {
  const child = fork(script, { stdio: 'ignore', execArgv: [], env: {} });
  const watch = setInterval(() => void killWhenGreedy(child), watchEveryMs);
  try {
    const reply = await ask(child, request);
    if (!reply.ok) throw new UnreadableImage(reply.message);
    const { ok: _ok, ...rendered } = reply;
    return rendered;
  } finally {
    clearInterval(watch);
    child.kill('SIGKILL');
  }
}

function ask(child: ChildProcess, request: RenderRequest): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new UnreadableImage('took too long')), maxMs);
    child.once('message', (reply) => resolve(reply as Reply));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new UnreadableImage(`the decoder ended: ${signal ?? code}`)));
    child.once('close', () => clearTimeout(timeout));
    child.send(request);
  });
}

/** Decoders take memory outside the JavaScript heap, so no flag of Node limits it. Where /proc is missing, time limits alone. */
async function killWhenGreedy(child: ChildProcess): Promise<void> {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '');
  // Fields as proc(5) numbers them, from the third on; the second is a name that may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  const cpuMs = (field(14) + field(15)) * tickMs;
  const residentBytes = field(24) * 4096;
  if (cpuMs > maxCpuMs || residentBytes > maxResidentBytes) child.kill('SIGKILL');
}
