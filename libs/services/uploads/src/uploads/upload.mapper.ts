import type { OwnedUpload, Upload } from '@hallway/contracts-uploads';

import type { UploadEntity } from './upload.entity';

function content(upload: UploadEntity) {
  return {
    id: upload.id,
    fileName: upload.fileName,
    mimeType: upload.mimeType,
    size: upload.size,
    ...(upload.width && upload.height ? { width: upload.width, height: upload.height } : {}),
    ...(upload.animated && { animated: true }),
    variants: upload.variants,
  };
}

export function toUpload(upload: UploadEntity): Upload {
  return { ...content(upload), status: 'ready', sha256: upload.sha256 ?? '' };
}

export function toOwnedUpload(upload: UploadEntity): OwnedUpload {
  return { ...content(upload), ownerId: upload.ownerId };
}
