import { Injectable } from '@nestjs/common';

/** More are never on their way; those that are dropped are read like all others, and found to be delivered. */
const mostRemembered = 20_000;

/** Events that this replica delivered to its sockets before the stream brought them. */
@Injectable()
export class DeliveredEventsService {
  private readonly ids = new Set<string>();

  add(eventId: string): void {
    this.ids.add(eventId);
    if (this.ids.size <= mostRemembered) return;
    for (const oldest of this.ids) {
      this.ids.delete(oldest);
      break;
    }
  }

  /** Whether an event is one of them; it comes only once. */
  take(eventId: string): boolean {
    return this.ids.delete(eventId);
  }
}
