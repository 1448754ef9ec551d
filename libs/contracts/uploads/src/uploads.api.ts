import { defineApi, get, notFound, post, put } from '@hallway/contracts-core';

import { ClaimedPicture, ClaimPicture } from './picture.dto.ts';
import { ContentQuery, DeclaredUpload, DeclareUpload, Upload } from './upload.dto.ts';
import { OwnedUploadQuery, OwnedUploads } from './upload-lookup.dto.ts';
import { quotaExceeded, rangeUnsatisfiable, uploadExpired, uploadFinished, uploadIncomplete, uploadMismatch, uploadTooLarge } from './uploads.problems.ts';

export const uploadsApi = defineApi('uploads', {
  declare: post('/uploads', {
    summary: 'Say what will be sent; answers where to send it',
    body: DeclareUpload,
    returns: DeclaredUpload,
    status: 201,
    problems: [uploadTooLarge, quotaExceeded],
  }),
  /** Only with the local store; an object store takes the bytes itself. */
  send: put('/uploads/:uploadId/bytes', {
    summary: 'Send all bytes in one request',
    raw: true,
    status: 204,
    problems: [notFound, uploadTooLarge, uploadMismatch, uploadExpired, uploadFinished],
  }),
  complete: post('/uploads/:uploadId/complete', {
    summary: 'Check the bytes and finish',
    returns: Upload,
    status: 200,
    problems: [notFound, uploadIncomplete, uploadMismatch, uploadExpired],
  }),
  content: get('/uploads/:uploadId/content', {
    summary: 'The bytes, or a smaller picture; ranges are supported, and an ETag that is still right answers 304',
    query: ContentQuery,
    raw: true,
    alsoStatus: [206],
    problems: [notFound, rangeUnsatisfiable],
  }),
});

/** The tus 1.0 endpoint: `resumable.url` is below it. All of its methods go to the uploads service. */
export const tusPath = '/uploads/tus';

/** Between services only. */
export const uploadsInternalApi = defineApi('uploads', {
  /** Finished uploads of one owner; others are left out. */
  owned: post('/uploads/owned', {
    summary: 'Finished uploads of one person, by id',
    auth: 'service',
    body: OwnedUploadQuery,
    returns: OwnedUploads,
    status: 200,
  }),
  /** Keeps it until the change that shows it has happened, or has not. It is published by nothing but that change. */
  claimPicture: post('/uploads/pictures/claim', {
    summary: 'Keep an upload that is about to become a picture',
    auth: 'service',
    body: ClaimPicture,
    returns: ClaimedPicture,
    status: 200,
  }),
});
