import { IsUUID } from 'class-validator';

/** Sessions that have ended while access tokens of theirs may still be good. */
export class EndedSessions {
  @IsUUID(undefined, { each: true }) sessionIds: string[];
}
