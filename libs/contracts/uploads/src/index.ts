export * from './file-name';
export * from './picture.dto';
export * from './upload.dto';
export * from './upload-lookup.dto';
export * from './upload.limits';
export * from './uploads.api';
export * from './uploads.events';
export * from './uploads.problems';
