import type { ComponentProps, CSSProperties } from 'react';
import { useLayoutEffect, useRef } from 'react';

import { classNames } from './class-names';
import styles from './text-area.module.css';

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'rows'> {
  minRows?: number;
  /** Longer text scrolls inside. */
  maxRows?: number;
  /** `plain` has no box of its own, for a composer that draws one around it. */
  look?: 'plain' | 'boxed';
}

/** Text of several lines that grows with what is typed. Give it `aria-label` or a label element. */
export function TextArea(props: TextAreaProps) {
  const { minRows = 1, maxRows = 12, look = 'boxed', className, style, ref, ...attributes } = props;
  const element = useRef<HTMLTextAreaElement | null>(null);
  useLayoutEffect(() => growByMeasure(element.current));
  const rows = { '--min-rows': minRows, '--max-rows': maxRows, ...style } as CSSProperties;
  const setElement = (node: HTMLTextAreaElement | null) => {
    element.current = node;
    return assignRef(ref, node);
  };
  return (
    <textarea
      dir="auto"
      {...attributes}
      ref={setElement}
      rows={minRows}
      style={rows}
      className={classNames(styles.area, styles[look], className)}
      onInput={(event) => {
        growByMeasure(event.currentTarget);
        attributes.onInput?.(event);
      }}
    />
  );
}

function assignRef(ref: TextAreaProps['ref'], node: HTMLTextAreaElement | null): void | (() => void) {
  if (typeof ref === 'function') {
    return ref(node);
  }
  if (ref) {
    ref.current = node;
  }
}

/** For browsers without `field-sizing: content`. */
function growByMeasure(area: HTMLTextAreaElement | null): void {
  if (!area || typeof CSS === 'undefined' || CSS.supports('field-sizing', 'content')) {
    return;
  }
  area.style.blockSize = 'auto';
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
