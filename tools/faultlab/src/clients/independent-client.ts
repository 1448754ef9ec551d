import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

import type { Client } from '@hallway/client';
import { type ServerEventName, type ServerPayload, socketPath } from '@hallway/contracts-realtime';

import { hashOf, type Recorder } from '../lab/recorder';
import { type Listen, recordFrames } from './frame-recorder';
import type { Sending } from './sending';

const PYTHON = '/usr/bin/python3';
const SCRIPT = 'tools/faultlab/src/clients/independent_client.py';

/** One line of the script. */
interface Recorded {
  need?: 'token';
  socket?: boolean;
  event?: ServerEventName;
  payload?: never;
  answered?: number;
  refused?: number;
  id?: string;
  seq?: number;
  rev?: number;
  status?: number;
  code?: string;
  unsure?: boolean;
}

/** Why there is no independent client here; undefined when there is. */
export function noIndependentClient(): string | undefined {
  const found = spawnSync(PYTHON, ['-c', 'import socketio, aiohttp']).status === 0;
  return found ? undefined : 'the client in Python is left out: python3-socketio and python3-aiohttp are not installed (Debian packages)';
}

/** A device whose client is not ours: what it sends and sees on the wire, written down like that of the others. */
export class IndependentClient implements Sending {
  readonly name = 'python';
  open = 0;
  private readonly child: ChildProcess;
  private readonly handlers = new Map<ServerEventName, (payload: never) => void>();
  private connected = false;

  constructor(
    url: string,
    private readonly session: Client['session'],
    private readonly user: string,
    private readonly recorder: Recorder,
  ) {
    this.child = spawn(PYTHON, [resolve(SCRIPT), url, socketPath], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdin?.on('error', () => undefined); // it has ended: what it had not answered stays unknown
    const listen: Listen = <N extends ServerEventName>(event: N, handler: (payload: ServerPayload<N>) => void) =>
      this.handlers.set(event, handler as (payload: never) => void);
    recordFrames(recorder, { user, device: this.name }, listen, () => this.note(true));
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.take(JSON.parse(line) as Recorded));
  }

  send(conversationId: string, body: string): void {
    const clientMessageId = randomUUID();
    const op = this.recorder.invoked(this.user, this.name, { kind: 'send', conversationId, clientMessageId, bodyHash: hashOf(body) });
    this.open += 1;
    this.order({ op, send: { conversationId, clientMessageId, body } });
  }

  stop(): void {
    this.note(false);
    this.child.kill('SIGKILL');
  }

  private take({ need, socket, event, payload, answered, refused, ...rest }: Recorded): void {
    if (need) void this.giveToken();
    if (socket !== undefined) this.note(socket);
    if (event) this.handlers.get(event)?.(payload!);
    if (answered !== undefined) this.finish({ type: 'answered', op: answered, messageId: rest.id, seq: rest.seq, rev: rest.rev });
    if (refused !== undefined) this.finish(rest.unsure ? undefined : { type: 'refused', op: refused, status: rest.status ?? 0, code: rest.code ?? '' });
  }

  private finish(event: Parameters<Recorder['record']>[0] | undefined): void {
    this.open -= 1;
    if (event) this.recorder.record(event);
  }

  private async giveToken(): Promise<void> {
    const token = await this.session.current().catch(() => undefined); // refused without one, and asked for again
    this.order({ token: token ?? '' });
  }

  private order(what: object): void {
    this.child.stdin?.write(`${JSON.stringify(what)}\n`);
  }

  private note(open: boolean): void {
    if (open !== this.connected) this.recorder.record({ type: 'socket', user: this.user, device: this.name, open });
    this.connected = open;
  }
}
