import { IsBoolean, IsUUID } from 'class-validator';

import { IdList, Optional } from '@hallway/contracts-core';

/** A finished upload of this owner is about to become the picture of a person or conversation. */
export class ClaimPicture {
  @IsUUID() ownerId: string;
  @IsUUID() uploadId: string;
}

export class ClaimedPicture {
  /** Not when it is none of the owner's, not finished, or not a picture that can be shown. */
  @IsBoolean() claimed: boolean;
}

/** Asked of those who show pictures: what they show is theirs to say. */
export class ShownPicturesQuery {
  @IdList(100) uploadIds: string[];
  /** Only where this person sees them. */
  @Optional() @IsUUID() userId?: string;
}

/** Those of the uploads that are shown now. */
export class ShownPictures {
  @IdList(100) uploadIds: string[];
}
