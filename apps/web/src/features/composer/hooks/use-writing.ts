import type { ChangeEvent, ClipboardEvent, KeyboardEvent, RefObject } from 'react';

import { useClient } from '../../../lib/client-context';
import { EmojiChoice } from '../../../lib/emoji/emoji-choice';
import { useUserStore } from '../../../lib/person/user-stores';
import { type ComposerAction, composerAction, editOf } from '../components/composer-keys';
import { isAddress, makeLink } from '../components/formatting';
import type { FileSelection, SelectedFiles } from '../components/selected-files';
import type { Edit, Selected } from '../components/text-edit';
import { type Completion, emojiTyped } from './use-completion';
import type { useDraft } from './use-draft';

interface WritingOptions {
  conversationId: string;
  field: RefObject<HTMLTextAreaElement | null>;
  draft: ReturnType<typeof useDraft>;
  fileSelection: FileSelection;
  selectedFiles: SelectedFiles;
  completion: Completion;
  edit: (made: Edit) => void;
  send: () => void;
  endReply: () => void;
  onEditLast: () => boolean;
}

/** A browser's text field takes a millisecond a line: 250,000 characters of short lines would hold the page up for 18 s. */
const mostPastedLines = 2_000;

type FieldEvent<E> = E & { currentTarget: HTMLTextAreaElement };

/** What the text field does with keys, with what is typed and with what is pasted. */
export function useWriting({ conversationId, field, draft, fileSelection, selectedFiles, completion, edit, send, endReply, onEditLast }: WritingOptions) {
  const { typing } = useClient();
  const liked = useUserStore(EmojiChoice);
  const run = (action: ComposerAction, selected: Selected): boolean => {
    const made = editOf(action, selected);
    if (made) edit(made);
    else if (action === 'send') send();
    else if (action === 'end-reply' && draft.reply) endReply();
    else return action === 'edit-last' && onEditLast();
    return true;
  };
  const onKeyDown = (event: FieldEvent<KeyboardEvent>) => {
    completion.combobox.fieldProps.onKeyDown(event);
    if (event.defaultPrevented) return;
    const selected = selectedOf(event.currentTarget);
    const action = composerAction(event.nativeEvent, {
      empty: selected.text === '' && fileSelection.files.length === 0,
      selected: selected.start !== selected.end,
    });
    if (action && run(action, selected)) event.preventDefault();
  };
  const onChange = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    const { value } = target;
    draft.change({ text: value });
    draft.follow(target);
    if (value) typing.start(conversationId);
    else typing.stop(conversationId);
    if (fileSelection.fault) selectedFiles.say(conversationId, '');
    void emojiTyped(value, target.selectionEnd, liked).then((made) => {
      // What was typed since then is meant.
      if (made && field.current?.value === value && field.current.selectionEnd === made.to) edit(made);
    });
  };
  const attachText = (words: string) => {
    selectedFiles.add(conversationId, [new File([words], 'pasted-text.txt', { type: 'text/plain' })]);
    if (!selectedFiles.of(conversationId).fault) selectedFiles.say(conversationId, 'So many lines are attached as a file.');
  };
  const onPaste = (event: FieldEvent<ClipboardEvent>) => {
    const { files } = event.clipboardData;
    const words = event.clipboardData.getData('text/plain');
    const selected = selectedOf(event.currentTarget);
    // Office programs add a picture of the text that they copy.
    if (files.length > 0 && words === '') selectedFiles.add(conversationId, files);
    else if (hasTooManyLines(words)) attachText(words);
    else if (selected.start !== selected.end && isAddress(words)) edit(makeLink(selected, words.trim()));
    else return;
    event.preventDefault();
  };
  return { onKeyDown, onChange, onPaste };
}

export function selectedOf({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected {
  return { text: value, start: selectionStart, end: selectionEnd };
}

function hasTooManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && lines <= mostPastedLines; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > mostPastedLines;
}
