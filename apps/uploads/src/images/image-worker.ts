import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Variant } from '@hallway/contracts-uploads';

export interface RenderRequest {
  /** File of the picture. */
  source: string;
  targets: { name: string; edge: number; path: string }[];
  maxPixels: number;
  maxFrames: number;
}

export interface Rendered {
  width: number;
  height: number;
  variants: Variant[];
}

type Reply = ({ ok: true } & Rendered) | { ok: false; message: string };

/** The picture cannot be decoded within the limits. */
export class UnreadableImage extends Error {}

const maxMs = 15_000;
const maxResidentBytes = 768 * 1024 * 1024;
const watchEveryMs = 200;

// Beside this module in the sources, beside main.js in the build.
const script = fileURLToPath(new URL('./image.worker.mjs', import.meta.url));

/**
 * Renders one picture in a fresh process, killed when it takes too long or too much memory.
 * @throws UnreadableImage
 */
export async function renderImage(request: RenderRequest): Promise<Rendered> {
  const child = fork(script, { stdio: 'ignore', execArgv: [], env: {} });
  const watch = setInterval(() => void killWhenLarge(child), watchEveryMs);
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
async function killWhenLarge(child: ChildProcess): Promise<void> {
  const status = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '');
  const residentPages = Number(status.split(' ')[1] ?? 0);
  if (residentPages * 4096 > maxResidentBytes) child.kill('SIGKILL');
}
