import type { ClientSession } from '@hallway/client';

import { forgetOthers } from '../device/device-storage';
import { UserStores } from './user-stores';

/** Whose page it is. When a session ends, however it ends, what is kept for its person is gone before anything is drawn again. */
export class PageUser {
  stores: UserStores | null = null;
  private userId: string | null = null;

  constructor(
    private readonly session: Pick<ClientSession, 'getSnapshot' | 'onChange'>,
    private readonly onEnd: () => void,
  ) {
    session.onChange(() => this.follow());
  }

  private follow(): void {
    const { status, user } = this.session.getSnapshot();
    if (user && user.id === this.userId) return;
    if (this.stores) {
      this.stores.storage.end();
      this.onEnd();
    } else if (status === 'signed-out') forgetOthers(null);
    this.userId = user?.id ?? null;
    this.stores = user && new UserStores(user.id);
    if (user) forgetOthers(user.id);
  }
}
