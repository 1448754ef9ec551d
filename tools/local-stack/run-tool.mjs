import { spawn } from 'node:child_process';

import { onLines } from './log-lines.mjs';
import { StackError } from './stack-error.mjs';

/**
 * Runs a program of ours to its end.
 *
 * @param args for node
 * @param options.name for the message when it fails
 * @param options.print called with each output line
 * @param options.env its environment
 * @param options.abort an AbortSignal that ends it early
 */
export function runTool(args, { name, print = () => undefined, env = process.env, cwd, abort }) {
  return new Promise((resolve, reject) => {
    const lines = [];
    const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], signal: abort });
    onLines(child, (line) => {
      lines.push(line);
      print(line);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new StackError(`${name} failed (${signal ?? `exit code ${code}`}). Its last lines:\n${lines.slice(-12).join('\n')}`));
    });
  });
}
