import { isVisible } from '@hallway/contracts-core';
import { messageLimits } from '@hallway/contracts-messages';

import { useClient } from '../../../lib/client-context';
import { tooLongText } from '../components/length-note';
import type { FileSelection, SelectedFiles } from '../components/selected-files';
import type { useDraft } from './use-draft';

interface SendOptions {
  conversationId: string;
  draft: ReturnType<typeof useDraft>;
  fileSelection: FileSelection;
  selectedFiles: SelectedFiles;
  onReplyDone: () => void;
}

/** Hands what is written over to the outbox; what is too long stays, with a word why. */
export function useSend({ conversationId, draft, fileSelection, selectedFiles, onReplyDone }: SendOptions): { send: () => void; nothing: boolean } {
  const client = useClient();
  const { text, reply } = draft;
  const nothing = fileSelection.files.length === 0 && !isVisible(text);
  const send = () => {
    if (nothing) return;
    if ([...text].length > messageLimits.body) return selectedFiles.say(conversationId, tooLongText(text));
    const files = fileSelection.files.map(({ name, file }) => ({ name, type: file.type || 'application/octet-stream', size: file.size, data: file }));
    const kept = client.outbox.enqueue({ conversationId, body: text, files, replyTo: reply?.id });
    kept.then(draft.forget, () => {
      draft.restore({ text, reply });
      selectedFiles.restore(
        conversationId,
        fileSelection.files,
        'This message could not be kept here, so it was not sent. Try again, or copy it before you leave.',
      );
    });
    client.typing.stop(conversationId);
    draft.empty();
    selectedFiles.clear(conversationId);
    if (reply) onReplyDone();
  };
  return { send, nothing };
}
