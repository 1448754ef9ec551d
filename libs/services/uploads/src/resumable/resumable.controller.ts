import { All, Controller, Req, Res, UseGuards } from '@nestjs/common';
import { Server } from '@tus/server';
import { isUUID } from 'class-validator';
import type { Request, Response } from 'express';

import { notFound, publicPrefix } from '@hallway/contracts-core';
import { tusPath } from '@hallway/contracts-uploads';
import { UserGuard } from '@hallway/service-kit/auth';
import { ProblemError } from '@hallway/service-kit/errors';
import { type Caller, CurrentUser } from '@hallway/service-kit/http';

import { UploadsConfig } from '../config';
import { PiecesStore } from '../storage/pieces-store';
import { UploadsService } from '../uploads/uploads.service';

const path = `${publicPrefix}${tusPath}`;

/** tus 1.0: the upload exists since it was declared, so a client goes on (HEAD, PATCH) or "creates" it and is sent there. */
@Controller()
export class ResumableController {
  private readonly server: Server;

  constructor(
    private readonly uploads: UploadsService,
    private readonly store: PiecesStore,
    config: UploadsConfig,
  ) {
    this.server = new Server({
      path,
      datastore: store.pieces,
      relativeLocation: true,
      respectForwardedHeaders: false,
      disableTerminationForFinishedUploads: true,
      maxSize: config.UPLOADS_MAX_BYTES,
      getFileIdFromRequest: (request) => new URL(request.url).pathname.split('/').at(-1),
      onUploadFinish: async (_request, upload) => {
        await store.finish(upload.id);
        return {};
      },
    });
  }

  @All(`${path}/:uploadId`)
  @UseGuards(UserGuard)
  async handle(@CurrentUser() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { uploadId } = request.params as { uploadId: string };
    if (!isUUID(uploadId)) throw new ProblemError(notFound);
    if (request.method !== 'OPTIONS') {
      const upload = await this.uploads.open(caller.userId, uploadId);
      await this.store.prepare(uploadId, upload.size);
    }
    if (request.method === 'POST') {
      response
        .status(201)
        .set({ 'Tus-Resumable': '1.0.0', Location: `${path}/${uploadId}` })
        .end();
      return;
    }
    await this.server.handle(request, response);
  }
}
