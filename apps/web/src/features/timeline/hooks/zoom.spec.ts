import { fitted, panBy, zoomAt } from './zoom';

const frame = { width: 800, height: 600 };

it('keeps the point under the pointer where it is', () => {
  const { scale, x, y } = zoomAt(fitted, 2, { x: 100, y: -50 }, frame);
  expect({ scale, x, y }).toEqual({ scale: 2, x: -100, y: 50 });
});

it('goes no smaller than the frame and no larger than eight times', () => {
  expect(zoomAt(fitted, 0.1, { x: 9, y: 9 }, frame)).toEqual({ scale: 1, x: 0, y: 0 });
  expect(zoomAt(fitted, 100, { x: 0, y: 0 }, frame).scale).toBe(8);
});

it('does not let the picture leave the frame', () => {
  const near = zoomAt(fitted, 2, { x: 0, y: 0 }, frame);
  expect(panBy(near, 5_000, -5_000, frame)).toEqual({ scale: 2, x: 400, y: -300 });
  expect(panBy(fitted, 50, 50, frame)).toEqual(fitted);
});
