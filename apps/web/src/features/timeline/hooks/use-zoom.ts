import { type MouseEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';

import { fitted, panBy, zoomAt } from './zoom';

const wheelStep = 1.2;

/** Zooming and moving a picture: by wheel, two fingers, double click, drag. */
export function useZoom(pictureId: string) {
  const [zoom, setZoom] = useState(fitted);
  const [shownId, setShownId] = useState(pictureId);
  const frame = useRef<HTMLDivElement>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  if (shownId !== pictureId) {
    setShownId(pictureId);
    setZoom(fitted);
  }
  const extent = useCallback(() => ({ width: frame.current?.clientWidth ?? 0, height: frame.current?.clientHeight ?? 0 }), []);
  const zoomBy = useCallback(
    (factor: number, at?: { clientX: number; clientY: number }) => {
      const box = frame.current?.getBoundingClientRect();
      const point = at && box ? { x: at.clientX - box.left - box.width / 2, y: at.clientY - box.top - box.height / 2 } : { x: 0, y: 0 };
      setZoom((now) => zoomAt(now, factor, point, extent()));
    },
    [extent],
  );
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? wheelStep : 1 / wheelStep, event);
    };
    // React listens to wheels passively, so the page could not be kept from zooming.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [zoomBy]);
  const lift = (event: PointerEvent) => void pointers.current.delete(event.pointerId);
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const here = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, here);
    if (!other) return setZoom((now) => panBy(now, here.x - before.x, here.y - before.y, extent()));
    const distance = (from: { x: number; y: number }) => Math.hypot(from.x - other.x, from.y - other.y);
    zoomBy(distance(here) / Math.max(1, distance(before)), { clientX: (here.x + other.x) / 2, clientY: (here.y + other.y) / 2 });
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove,
    onPointerUp: lift,
    onPointerCancel: lift,
    onDoubleClick: (event: MouseEvent) => (zoom.scale > 1 ? setZoom(fitted) : zoomBy(2, event)),
  };
  return { zoom, frame, handlers, zoomBy, reset: () => setZoom(fitted) };
}
