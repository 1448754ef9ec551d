import { type Client, createClient } from '@hallway/client';

import type { LabDevice } from './lab-device';

/** Another tab of a device's browser: a client with the same session, which knows nothing of the first. */
export class SecondTab {
  private constructor(
    private readonly first: Client,
    private readonly second: Client,
  ) {}

  static async open({ client, url, tokenStore }: LabDevice): Promise<SecondTab> {
    const second = createClient({ url, auth: { transport: 'body', store: tokenStore }, deliveryReceipts: false });
    await second.session.restore();
    return new SecondTab(client, second);
  }

  /** Both exchange the one refresh token that they share. */
  async exchangeAtOnce(): Promise<void> {
    await Promise.all([this.first, this.second].map(async ({ session }) => session.replace((await session.current()) ?? '')));
  }

  close(): void {
    this.second.close();
  }
}
