import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

import { deviceStorage } from '../lib/device/device-storage';
import styles from './resizer.module.css';

interface Extent {
  min: number;
  max: number;
  initial: number;
}

/** The width of a part of the page, kept on this device. */
export function useWidth(part: 'list' | 'details', { min, max, initial }: Extent) {
  const name = `width-${part}` as const;
  const [width, setWidth] = useState(() => deviceStorage.read(name, { width: initial }).width);
  const clamp = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)));
  const change = (wanted: number) => {
    setWidth(clamp(wanted));
    deviceStorage.write(name, { width: clamp(wanted) });
  };
  return { width, change, min, max };
}

interface ResizerProps {
  label: string;
  /** On which side of this line the part lies. */
  side: 'start' | 'end';
  extent: ReturnType<typeof useWidth>;
}

const stepPx = 16;

/** A line between two parts that moves by pointer and by arrow keys. */
export function Resizer({ label, side, extent: { width, change, min, max } }: ResizerProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const sign = side === 'start' ? 1 : -1;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) change(start.current.width + sign * (event.clientX - start.current.x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -stepPx, ArrowRight: stepPx }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    change(width + sign * step);
  };
  return (
    <div
      className={styles.line}
      data-side={side}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
