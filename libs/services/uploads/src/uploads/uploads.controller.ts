import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';

import {
  type ClaimedPicture,
  ClaimPicture,
  type ContentQuery,
  type DeclaredUpload,
  DeclareUpload,
  OwnedUploadQuery,
  type OwnedUploads,
  type Upload,
  uploadsApi,
  uploadsInternalApi,
} from '@hallway/contracts-uploads';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { CompletionService } from './completion.service';
import { ContentService } from './content.service';
import { PicturesService } from './pictures.service';
import { sendContent } from './send-content';
import { UploadsService } from './uploads.service';

interface UploadParams {
  uploadId: string;
}

@Controller()
export class UploadsController {
  constructor(
    private readonly uploads: UploadsService,
    private readonly completions: CompletionService,
    private readonly contents: ContentService,
    private readonly pictures: PicturesService,
  ) {}

  @Endpoint(uploadsApi.declare)
  declare(@CurrentUser() caller: Caller, @Body() body: DeclareUpload): Promise<DeclaredUpload> {
    return this.uploads.declare(caller.userId, body);
  }

  @Endpoint(uploadsApi.send)
  async send(@CurrentUser() caller: Caller, @Params() params: UploadParams, @Req() request: Request): Promise<void> {
    await this.uploads.receive(caller.userId, params.uploadId, request);
  }

  @Endpoint(uploadsApi.complete)
  complete(@CurrentUser() caller: Caller, @Params() params: UploadParams): Promise<Upload> {
    return this.completions.complete(caller.userId, params.uploadId);
  }

  @Endpoint(uploadsApi.content)
  async content(
    @CurrentUser() caller: Caller,
    @Params() params: UploadParams,
    @Query() query: ContentQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const content = await this.contents.find(caller.userId, params.uploadId, query.variant ?? 'original');
    await sendContent(content, request, response);
  }

  @Endpoint(uploadsInternalApi.owned)
  async owned(@Body() body: OwnedUploadQuery): Promise<OwnedUploads> {
    return { uploads: await this.uploads.readyOf(body.ownerId, body.uploadIds) };
  }

  @Endpoint(uploadsInternalApi.claimPicture)
  async claimPicture(@Body() body: ClaimPicture): Promise<ClaimedPicture> {
    return { claimed: await this.pictures.claim(body) };
  }
}
