/** Flags and families are drawn as one picture, or as their parts side by side. */
const size = 20;
let canvas: CanvasRenderingContext2D | null | undefined;
let usualWidth = 0;

/** Can this device draw the emoji? A font that lacks it draws a box in the colour of text, or its parts one after another. */
export function supportsEmoji(emoji: string): boolean {
  canvas ??= prepared();
  if (!canvas) return true;
  if (canvas.measureText(emoji).width > usualWidth * 1.3) return false;
  return isColourful(canvas, emoji);
}

function prepared(): CanvasRenderingContext2D | null {
  const element = document.createElement('canvas');
  element.width = element.height = size;
  const context = element.getContext?.('2d', { willReadFrequently: true }) ?? null;
  if (!context) return null;
  context.font = `${size / 2}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  context.textBaseline = 'top';
  usualWidth = context.measureText('😀').width;
  // Where not even this is drawn in colours, nothing can be told.
  return isColourful(context, '😀') ? context : null;
}

/** A picture has its own colours, whatever the colour of text is. */
function isColourful(context: CanvasRenderingContext2D, emoji: string): boolean {
  context.clearRect(0, 0, size, size);
  context.fillStyle = '#f00';
  context.fillText(emoji, 0, 0);
  const { data } = context.getImageData(0, 0, size, size);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
    if (alpha > 100 && (green > 40 || blue > 40 || red < 120)) return true;
  }
  return false;
}
