import { problem } from '@hallway/contracts-core';

export const uploadTooLarge = problem('upload-too-large', 413, 'The file is too large');
export const quotaExceeded = problem('quota-exceeded', 413, 'Your storage quota is used up');
export const uploadIncomplete = problem('upload-incomplete', 409, 'Not all bytes have arrived');
export const uploadMismatch = problem('upload-mismatch', 400, 'The bytes are not what was declared');
export const uploadExpired = problem('upload-expired', 409, 'This upload has expired, declare it again');
export const uploadFinished = problem('upload-finished', 409, 'This upload is already complete');
export const rangeUnsatisfiable = problem('range-unsatisfiable', 416, 'The file has no such range of bytes');
