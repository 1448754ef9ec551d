import type { Client } from '@hallway/client';
import { authApi } from '@hallway/contracts-auth';

import type { Recorder } from '../lab/recorder';
import { untilCertain } from './until-certain';
import { WireRecorder } from './wire-recorder';

export interface Account {
  id: string;
  username: string;
  password: string;
}

/** One more sign-in of a user: a bare socket that is open when another device ends its session, and that goes on trying to come back. */
export class ShortSession {
  private readonly wireRecorder: WireRecorder;

  private constructor(
    private readonly account: Account,
    private readonly name: string,
    private readonly sessionId: string,
    token: string,
    url: string,
    private readonly recorder: Recorder,
  ) {
    // Always the same token: it must be refused although it has not run out.
    this.wireRecorder = new WireRecorder(url, { current: () => Promise.resolve(token) }, account.id, recorder, name);
  }

  /** @param name never used before by this person */
  static async begin(url: string, account: Account, client: Client, name: string, recorder: Recorder): Promise<ShortSession> {
    const { username: login, password } = account;
    const { accessToken } = await client.call(authApi.login, { body: { login, password, deviceName: name, tokenTransport: 'body' } });
    const { items } = await client.call(authApi.sessions, { query: { limit: 100 } });
    const session = items.find(({ deviceName }) => deviceName === name);
    if (!session) throw new Error('The session that was begun is not listed');
    return new ShortSession(account, name, session.id, accessToken, url, recorder);
  }

  /** From this device; again until it is certain. */
  async end({ client, name }: { client: Client; name: string }, over: () => boolean): Promise<void> {
    const { id: userId } = this.account;
    const op = this.recorder.invoked(userId, name, { kind: 'revoke-session', userId, device: this.name });
    const done = await untilCertain(() => client.call(authApi.revokeSession, { params: { sessionId: this.sessionId } }), true, over);
    if (done === 'done') this.recorder.record({ type: 'answered', op });
    else if (done) this.recorder.record({ type: 'refused', op, ...done });
  }

  close(): void {
    this.wireRecorder.close();
  }
}
