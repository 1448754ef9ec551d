import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server as TusServer, Upload } from '@tus/server';

const prefix = '/api/v1/uploads';
/** A test page has another origin. */
const forEveryPage = { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*', 'access-control-allow-headers': '*, authorization' };

/** The upload routes of Hallway over real HTTP, with a real tus server behind them. */
export class UploadsHost {
  /** All calls, as `METHOD step`. */
  readonly calls: string[] = [];
  /** Bytes that came in by tus, in requests that were cut too. */
  received = 0;
  /** Cuts the connection when so many bytes have come in. */
  cutAt = Infinity;
  /** Refuses requests of this method with this problem. */
  refusal: { method: string; status: number; code: string } | undefined;
  private socket: Socket | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'hallway-uploads-host-'));
  private readonly store = new CountingStore({ directory: this.folder }, (bytes) => this.count(bytes));
  /** A request that another one waits for is ended soon: by default it has 3 s, which a test that has ended would wait for. */
  private readonly tus = new TusServer({ path: `${prefix}/tus`, datastore: this.store, relativeLocation: true, lockDrainTimeout: 100 });
  private readonly direct = new Map<string, Buffer>();
  private readonly server: Server = createServer((request, response) => void this.answer(request, response).catch(() => response.destroy()));

  static async start(): Promise<UploadsHost> {
    const host = new UploadsHost();
    await new Promise<void>((resolve) => host.server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  bytesOf(id: string): Buffer {
    return this.direct.get(id) ?? readFileSync(join(this.folder, id));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(prefix.length);
    const [, id = '', step = 'declare'] = path.startsWith('/tus') ? ['', path.slice(5), 'tus'] : path.split('/');
    for (const [name, value] of Object.entries(forEveryPage)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    this.calls.push(`${request.method} ${step}`);
    this.socket = request.socket;
    const { refusal } = this;
    if (refusal && refusal.method === request.method) return this.refuse(response, refusal);
    if (step === 'tus') return void (await this.tus.handle(request, response));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (step === 'declare') return this.declare(JSON.parse(body.toString()) as { size: number }, response);
    if (step === 'bytes') this.direct.set(id, body);
    reply(response, 200, { id, status: 'ready', fileName: 'file', mimeType: 'text/plain', size: this.bytesOf(id).length, sha256: '', variants: [] });
  }

  private async declare({ size }: { size: number }, response: ServerResponse): Promise<void> {
    const id = randomUUID();
    await this.store.create(new Upload({ id, size, offset: 0 }));
    const upload = { method: 'PUT', url: `${prefix}/${id}/bytes`, headers: { 'content-type': 'application/octet-stream' } };
    reply(response, 201, { id, upload, resumable: { protocol: 'tus', url: `${prefix}/tus/${id}` }, expiresAt: new Date().toISOString() });
  }

  private count(bytes: number): void {
    this.received += bytes;
    if (this.received >= this.cutAt) this.socket?.destroy();
  }

  private refuse(response: ServerResponse, { status, code }: { status: number; code: string }): void {
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ code, status, title: code }));
  }
}

/** Tells how many bytes come in. */
class CountingStore extends FileStore {
  constructor(
    options: { directory: string },
    private readonly counted: (bytes: number) => void,
  ) {
    super(options);
  }

  override write(bytes: Readable, id: string, offset: number): Promise<number> {
    bytes.on('data', (chunk: Buffer) => this.counted(chunk.length));
    return super.write(bytes, id, offset);
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
