import type { Client } from '@hallway/client';
import { type Attachment, uploadsApi } from '@hallway/contracts-uploads';

import { shownName } from '../../../lib/file-name';

/** A link needs the access token, which the browser would not send: the bytes are fetched, then saved. */
export async function downloadFile(client: Client, { id, fileName }: Pick<Attachment, 'id' | 'fileName'>): Promise<void> {
  const blob = await client.blob(uploadsApi.content, { params: { uploadId: id }, query: {} });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = shownName(fileName);
  link.click();
  URL.revokeObjectURL(link.href);
}
