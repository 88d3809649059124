// A canvas made ready for a new picture.

/** Sized in CSS pixels, empty, and with a context that draws in those. */
export function emptied(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  const fits = canvas.width === wide && canvas.height === high;
  // On paper Chromium draws a canvas's strokes one by one, and clearing would clear what lies below.
  const isFresh = !fits || document.documentElement.classList.contains("gt-printing");
  if (isFresh) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const ctx = canvas.getContext("2d")!;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (!isFresh) ctx.clearRect(0, 0, width, height);
  return ctx;
}
