import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';

import { DeadLetters, DeadLetterTable } from '@hallway/event-bus';
import type { ServiceConfig } from '@hallway/service-kit/config';
import type { Logger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';
import { Tracing } from '@hallway/service-kit/tracing';

import { commandConfig } from './command-config';
import { dataSourceFactory } from './data-source-factory';
import { fullText, lineOf } from './dead-letter-text';
import type { ServiceOptions } from './service-options';
import { withoutIntake } from './start-service';

const help = `Looks at and settles events that this service could not handle.

  node main.js dead-letters list [--stream <stream>] [--key <key>] [--limit <number>]
  node main.js dead-letters show <stream> <position> [--content]
  node main.js dead-letters replay <stream> <key>
  node main.js dead-letters replay --all
  node main.js dead-letters drop <stream> <position>

list    one line for each: stream, position, type, key, time, and why it is here
show    one event with its error; message texts, e-mails and secrets stay hidden without --content
replay  handles the events of a key again, in order, and stops at the first that fails; --all does so for every key
drop    gives one event up for good; replay its key afterwards, when others wait behind it`;

type Print = (text: string) => void;
type Replay = (stream: string, key: string) => Promise<number>;
type Values = ReturnType<typeof parse>['values'];

/** The command was typed wrongly. */
class UsageError extends Error {}

interface Command {
  table: DeadLetterTable;
  values: Values;
  /** Lends what replays a key; costly, so only when it is needed. */
  replaying: (work: (replay: Replay) => Promise<boolean>) => Promise<boolean>;
  logger: Logger;
  print: Print;
}

/** Answers whether everything that was asked for happened. */
const actions: Record<string, (command: Command, first: string, second: string) => Promise<boolean>> = {
  async list({ table, values, print }) {
    const letters = await table.list({ stream: values.stream, key: values.key, limit: positiveNumber(values.limit ?? '100') });
    for (const letter of letters) print(lineOf(letter));
    if (letters.length === 0) print('There are no dead letters.');
    return true;
  },
  async show({ table, values, print }, stream, position) {
    const letter = await table.find(stream, positiveNumber(position));
    print(letter ? fullText(letter, values.content ?? false) : `There is no dead letter at ${stream} ${position}.`);
    return letter !== undefined;
  },
  async replay({ table, values, replaying, logger, print }, stream, key) {
    const keys = values.all ? await table.blockedKeys() : [{ stream, key }];
    if (keys.some((one) => !one.stream || !one.key)) throw new UsageError('replay needs a stream and a key, or --all');
    return replaying(async (replay) => {
      let all = true;
      for (const one of keys) all = (await replayKey(one, replay, logger, print)) && all;
      return all;
    });
  },
  async drop({ table, logger, print }, stream, position) {
    const pubSeq = positiveNumber(position);
    const dropped = await table.drop(stream, pubSeq);
    if (dropped) logger.audit('dead-letter-dropped', { outcome: 'success', stream, pubSeq });
    print(dropped ? `${stream} ${pubSeq} was dropped.` : `There is no dead letter at ${stream} ${pubSeq}.`);
    return dropped;
  },
};

/** `node main.js dead-letters …`: prints what was asked for and answers the exit code. */
export async function deadLettersCommand<Config extends ServiceConfig>(
  options: ServiceOptions<Config>,
  config: Config,
  logger: Logger,
  args: string[],
  print: Print,
): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    const [name = '', first = '', second = ''] = positionals;
    if (values.help) return (print(help), 0);
    const action = actions[name];
    if (!action) throw new UsageError(name ? `There is no "${name}"` : 'Say what to do');
    const replaying = replayingIn(options, config, logger);
    const done = await withTable(options, config, logger, (table) => action({ table, values, replaying, logger, print }, first, second));
    return done ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(`${error.message}.\n\n${help}`);
    return 1;
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { stream: text, key: text, limit: text, all: flag, content: flag, help: { ...flag, short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`"${text}" is no position or number`);
  return Number(text);
}

async function replayKey({ stream, key }: { stream: string; key: string }, replay: Replay, logger: Logger, print: Print): Promise<boolean> {
  try {
    const events = await replay(stream, key);
    if (events > 0) logger.audit('dead-letters-replayed', { outcome: 'success', stream, key, events });
    print(`${stream} ${key}: ${events} handled.`);
    return events > 0;
  } catch (error) {
    logger.warn('a dead letter failed again', { stream, key, err: error });
    print(
      `${stream} ${key}: failed again (${error instanceof Error ? error.message : 'no reason given'}). The events before it were handled; the others still wait.`,
    );
    return false;
  }
}

async function withTable<Config extends ServiceConfig, Result>(
  options: ServiceOptions<Config>,
  config: Config,
  logger: Logger,
  work: (table: DeadLetterTable) => Promise<Result>,
): Promise<Result> {
  const source: DataSource | undefined = dataSourceFactory(options, config)?.(logger, new Metrics(options.name), new Tracing());
  if (!source) throw new UsageError(`${options.name} keeps no dead letters: it has no schema`);
  await source.initialize();
  try {
    return await work(new DeadLetterTable(source));
  } finally {
    await source.destroy();
  }
}

function replayingIn<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): Command['replaying'] {
  const own = commandConfig(config, 'dead-letters');
  return (work) =>
    withoutIntake(options, own, logger, (app) => {
      const letters = app.get(DeadLetters, { strict: false });
      return work((stream, key) => letters.replay(stream, key));
    });
}
