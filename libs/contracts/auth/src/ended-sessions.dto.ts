import { IdList } from '@hallway/contracts-core';

/** Sessions that have ended while access tokens of theirs may still be good. */
export class EndedSessions {
  @IdList(1_000_000) sessionIds: string[];
}
