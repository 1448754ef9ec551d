import { type KeyboardEvent, useState } from 'react';

import { isVisible } from '@hallway/contracts-core';
import { messageLimits } from '@hallway/contracts-messages';
import { Button, TextArea } from '@hallway/ui';

import styles from './edit-box.module.css';

/** Changes a message where it stands. */
export function EditBox({ body, onSave, onCancel }: { body: string; onSave: (text: string) => void; onCancel: () => void }) {
  const [text, setText] = useState(body);
  const tooLong = [...text].length > messageLimits.body;
  const empty = !isVisible(text);
  const save = () => {
    if (tooLong || empty) return;
    if (text === body) onCancel();
    else onSave(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onCancel();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    save();
  };
  return (
    <div className={styles.edit}>
      <TextArea
        look="boxed"
        aria-label="Edit message"
        value={text}
        minRows={1}
        maxRows={12}
        autoFocus
        onFocus={({ currentTarget }) => currentTarget.setSelectionRange(text.length, text.length)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {tooLong && (
        <div className={styles.fault} role="alert">
          A message has at most {messageLimits.body} characters.
        </div>
      )}
      <div className={styles.buttons}>
        <Button size="small" variant="primary" disabled={tooLong || empty} onClick={save}>
          Save
        </Button>
        <Button size="small" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <span className={styles.keys}>Enter saves, Esc cancels</span>
      </div>
    </div>
  );
}
