import type { Session } from '@hallway/client';
import { forgetOthers } from '../device/kept';
import { Personal } from './personal';

/** Whose page it is. When a session ends, however it ends, what is kept for its person is gone before anything is drawn again. */
export class Occupant {
  personal: Personal | null = null;
  private userId: string | null = null;

  constructor(
    private readonly session: Pick<Session, 'getSnapshot' | 'onChange'>,
    private readonly onEnd: () => void,
  ) {
    session.onChange(() => this.follow());
  }

  private follow(): void {
    const { status, user } = this.session.getSnapshot();
    if (user && user.id === this.userId) return;
    if (this.personal) {
      this.personal.kept.end();
      this.onEnd();
    } else if (status === 'signed-out') forgetOthers(null);
    this.userId = user?.id ?? null;
    this.personal = user && new Personal(user.id);
    if (user) forgetOthers(user.id);
  }
}
