import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** An object as the server has it; every kind has fields of its own. */
export type Stored = ReturnType<typeof JSON.parse>;

export interface Reply {
  status: number;
  body: Stored;
}

/** The REST API of a cluster, for what would take kubectl a process each time. */
export class ClusterApi {
  constructor(
    private readonly server: string,
    private readonly token: string,
  ) {}

  /** The body, where the server must not refuse. */
  async get(path: string): Promise<Stored> {
    const { status, body } = await this.send('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  post(path: string, body: object): Promise<Reply> {
    return this.send('POST', path, body);
  }

  /**
   * Follows a list: all of its objects, as they are now and after each change, so that no state between two looks is missed.
   *
   * @returns ends it, and throws where the server had ended it before
   */
  async watch(path: string, see: (objects: Stored[]) => void): Promise<() => void> {
    const { items, metadata } = await this.get(path);
    const objects = new Map<string, Stored>(items.map((item: Stored) => [item.metadata.uid, item]));
    see([...objects.values()]);
    const answer = await this.open('GET', `${path}?watch=true&resourceVersion=${metadata.resourceVersion}`);
    let hasEnded = false;
    createInterface(answer)
      .on('line', (line) => {
        const { type, object } = JSON.parse(line) as { type: string; object: Stored };
        if (type === 'DELETED') objects.delete(object.metadata.uid);
        else objects.set(object.metadata.uid, object);
        see([...objects.values()]);
      })
      .on('close', () => (hasEnded = true));
    return () => {
      if (hasEnded) throw new Error(`The watch of ${path} ended by itself`);
      answer.destroy();
    };
  }

  private async send(method: string, path: string, body?: object): Promise<Reply> {
    const answer = await this.open(method, path, body);
    return { status: answer.statusCode!, body: JSON.parse(await text(answer)) };
  }

  private open(method: string, path: string, body?: object): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      // The certificate is of this run; the token does not leave this machine.
      request(new URL(path, this.server), { method, headers, rejectUnauthorized: false }, resolve)
        .on('error', reject)
        .end(body && JSON.stringify(body));
    });
  }
}
