import { createInterface } from 'node:readline';

const LEVELS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const LEVEL_COLOURS = { warn: 33, error: 31, fatal: 31, debug: 90, trace: 90 };
const SERVICE_COLOURS = [36, 32, 35, 34, 33, 96, 92, 95];
/** Said by the prefix already, or of no use on a laptop. */
const HIDDEN = new Set([
  'time',
  'level',
  'msg',
  'message',
  'pid',
  'hostname',
  'name',
  'service',
  'version',
  'instance',
  'instanceId',
  'err',
  'traceparent',
  'requestId',
  'traceId',
  'context',
]);

/** Calls back with each line of a child's output streams. */
export function onLines(child, callback) {
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', callback);
}

/** Makes readable lines of a service's JSON log lines. */
export class LogPrinter {
  #colour;
  #write;
  #names = [];

  constructor({ colour = process.stdout.isTTY && !process.env.NO_COLOR, write = (line) => process.stdout.write(`${line}\n`) } = {}) {
    this.#colour = Boolean(colour);
    this.#write = write;
  }

  print(name, line) {
    this.#write(`${this.#prefix(name)} ${readable(line, this.#paint)}`);
  }

  #prefix(name) {
    if (!this.#names.includes(name)) this.#names.push(name);
    return this.#paint(SERVICE_COLOURS[this.#names.indexOf(name) % SERVICE_COLOURS.length], name.padEnd(15));
  }

  #paint = (code, text) => (this.#colour && code && text ? `\u001b[${code}m${text}\u001b[0m` : text);
}

/** One line of a service as a person reads it; a line that is no JSON stays as it is. */
export function readable(line, paint = (_code, text) => text) {
  const entry = parse(line);
  if (!entry) return line;
  const level = LEVELS[entry.level] ?? String(entry.level ?? 'info').toLowerCase();
  const time = new Date(entry.time ?? Date.now()).toTimeString().slice(0, 8);
  const fields = Object.entries(entry).filter(([key, value]) => !HIDDEN.has(key) && value !== undefined && value !== null);
  const rest = fields.map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`).join(' ');
  const stack = entry.err ? `\n    ${String(entry.err.stack ?? entry.err.message ?? entry.err).replaceAll('\n', '\n    ')}` : '';
  const text = [paint(90, time), paint(LEVEL_COLOURS[level], level.padEnd(5)), entry.msg ?? entry.message ?? '', paint(90, rest)];
  return text.filter(Boolean).join(' ') + stack;
}

function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // a line of its own making; printed as it is
  }
}
