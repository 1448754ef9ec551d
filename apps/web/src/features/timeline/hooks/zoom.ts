/** How a picture lies in its frame: enlarged by `scale`, moved by `x` and `y` pixels from the middle. */
export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

export const fitted: Zoom = { scale: 1, x: 0, y: 0 };
const largest = 8;

export interface Extent {
  width: number;
  height: number;
}

/** Enlarges around a point, given from the middle of the frame: what is under it stays under it. */
export function zoomAt(zoom: Zoom, factor: number, point: { x: number; y: number }, frame: Extent): Zoom {
  const scale = Math.min(largest, Math.max(1, zoom.scale * factor));
  const grown = scale / zoom.scale;
  return within({ scale, x: point.x - (point.x - zoom.x) * grown, y: point.y - (point.y - zoom.y) * grown }, frame);
}

export function panBy(zoom: Zoom, x: number, y: number, frame: Extent): Zoom {
  return within({ ...zoom, x: zoom.x + x, y: zoom.y + y }, frame);
}

/** A picture cannot be moved out of its frame. */
function within({ scale, x, y }: Zoom, { width, height }: Extent): Zoom {
  const [mostX, mostY] = [(width * (scale - 1)) / 2, (height * (scale - 1)) / 2];
  return { scale, x: Math.min(mostX, Math.max(-mostX, x)), y: Math.min(mostY, Math.max(-mostY, y)) };
}
