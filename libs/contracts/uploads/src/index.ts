export * from './file-name.ts';
export * from './picture.dto.ts';
export * from './upload.dto.ts';
export * from './upload-lookup.dto.ts';
export * from './upload.limits.ts';
export * from './uploads.api.ts';
export * from './uploads.events.ts';
export * from './uploads.problems.ts';
