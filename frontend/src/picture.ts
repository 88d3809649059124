// The view as a picture: what the map's canvases show, with title, legend, credits and marking.
import type { PageData } from "./data";
import { FONT } from "./palette";
import { drawSymbol } from "./symbols";
import { palette } from "./theme";
import { phrase } from "./words";

const PAD = 14;
const LINE = 17;

/** Everything that the map's panes have drawn, in the order in which it lies, as a PNG. */
export async function pictureOf(map: L.Map, data: PageData, lines: string[]): Promise<Blob> {
  const size = map.getSize();
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const keys = legendOf(data);
  const measure = document.createElement("canvas").getContext("2d")!;
  measure.font = `12px ${FONT}`;
  const width = Math.max(size.x, 480);
  const foot = layOut(measure, keys, width - 2 * PAD);
  const credits = wrap(measure, [...data.page.credits, "Leaflet"].join(" \u00b7 "), width - 2 * PAD);
  const head = PAD + 26 + lines.length * LINE + (data.page.marking ? 22 : 0);
  const bottom = PAD + foot.length * 20 + credits.length * 14 + PAD;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round((head + size.y + bottom) * ratio);
  const ctx = canvas.getContext("2d")!;
  ctx.scale(ratio, ratio);
  const colours = palette();
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, width, head + size.y + bottom);
  drawHead(ctx, data, lines, width);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, head, size.x, size.y);
  ctx.clip();
  ctx.fillStyle = colours.sea;
  ctx.fillRect(0, head, size.x, size.y);
  await drawPanes(ctx, map, head);
  drawScale(ctx, map, head + size.y);
  ctx.restore();
  drawFoot(ctx, foot, credits, head + size.y + PAD, width);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

function drawHead(ctx: CanvasRenderingContext2D, data: PageData, lines: string[], width: number): void {
  const { ink, softInk, paper } = palette();
  const { marking, title } = data.page;
  let y = 0;
  if (marking) {
    ctx.fillStyle = ink;
    ctx.fillRect(0, 0, width, 22);
    write(ctx, marking.slice(0, 120), width / 2, 11, paper, `650 12px ${FONT}`, "center");
    y = 22;
  }
  write(ctx, title.slice(0, 160), PAD, y + PAD + 8, ink, `680 18px ${FONT}`, "left");
  lines.forEach((line, i) => write(ctx, line.slice(0, 300), PAD, y + PAD + 28 + i * LINE, softInk, `12px ${FONT}`, "left"));
}

function write(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, ink: string, font: string, align: CanvasTextAlign): void {
  ctx.font = font;
  ctx.fillStyle = ink;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y);
}

/** Canvases, the relief and the figures' outlines, from the lowest pane up, and their labels. */
async function drawPanes(ctx: CanvasRenderingContext2D, map: L.Map, top: number): Promise<void> {
  const host = map.getContainer().getBoundingClientRect();
  const panes = [...map.getPane("mapPane")!.children] as HTMLElement[];
  panes.sort((a, b) => Number(getComputedStyle(a).zIndex) - Number(getComputedStyle(b).zIndex));
  for (const pane of panes) {
    for (const node of pane.querySelectorAll<HTMLElement>("canvas, img, svg")) {
      const box = node.getBoundingClientRect();
      if (!box.width || !box.height) continue;
      const at = [box.left - host.left, box.top - host.top + top, box.width, box.height] as const;
      ctx.globalAlpha = node instanceof HTMLImageElement ? Number(getComputedStyle(node).opacity) : 1;
      if (node instanceof SVGElement) await drawSvg(ctx, node as unknown as SVGElement, at);
      else ctx.drawImage(node as HTMLCanvasElement | HTMLImageElement, ...at);
      ctx.globalAlpha = 1;
    }
  }
  for (const node of map.getContainer().querySelectorAll<HTMLElement>(".gt-figure-label")) drawLabel(ctx, node, host, top);
}

async function drawSvg(ctx: CanvasRenderingContext2D, node: SVGElement, at: readonly [number, number, number, number]): Promise<void> {
  const copy = node.cloneNode(true) as SVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(at[2]));
  copy.setAttribute("height", String(at[3]));
  copy.removeAttribute("style");
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  ctx.drawImage(image, ...at);
}

function drawLabel(ctx: CanvasRenderingContext2D, node: HTMLElement, host: DOMRect, top: number): void {
  const box = node.getBoundingClientRect();
  const [x, y] = [box.left - host.left, box.top - host.top + top];
  const { paper, figure, ink } = palette();
  ctx.fillStyle = paper;
  ctx.strokeStyle = figure;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x, y, box.width, box.height, 3);
  ctx.fill();
  ctx.stroke();
  const lines = [...node.children].flatMap((child, i) => {
    ctx.font = `${i ? "" : "600 "}11.5px ${FONT}`;
    return wrap(ctx, child.textContent ?? "", box.width - 12).map((text) => ({ text, font: ctx.font }));
  });
  const step = (box.height - 6) / Math.max(lines.length, 1);
  lines.forEach(({ text, font }, i) => write(ctx, text, x + box.width / 2, y + 3 + step * (i + 0.5), ink, font, "center"));
}

function drawScale(ctx: CanvasRenderingContext2D, map: L.Map, bottom: number): void {
  const node = map.getContainer().querySelector<HTMLElement>(".leaflet-control-scale-line");
  if (!node) return;
  const { ink, paper } = palette();
  ctx.fillStyle = `${paper}c0`;
  ctx.fillRect(6, bottom - 24, node.offsetWidth + 8, 20);
  ctx.strokeStyle = ink;
  ctx.beginPath();
  ctx.moveTo(10, bottom - 14);
  ctx.lineTo(10, bottom - 8);
  ctx.lineTo(10 + node.offsetWidth, bottom - 8);
  ctx.lineTo(10 + node.offsetWidth, bottom - 14);
  ctx.stroke();
  write(ctx, node.textContent ?? "", 14, bottom - 15, ink, `11px ${FONT}`, "left");
}

interface Key {
  label: string;
  draw: (ctx: CanvasRenderingContext2D, x: number, y: number) => void;
}

function legendOf(data: PageData): Key[] {
  const { words, types, statuses, events } = data;
  const solid = statuses.find(({ fill }) => fill >= 1) ?? statuses[0]!;
  const neutral = { key: "", colour: "#4a4a48", shape: null };
  const used = statuses.filter((status, i) => status !== solid && events.status.includes(i));
  return [
    ...types.flatMap((type, i): Key[] => (events.type.includes(i)
      ? [{ label: phrase(words, `type.${type.key}`), draw: (ctx, x, y) => drawSymbol(ctx, x, y, 6, type, solid) }] : [])),
    ...used.map((status): Key => ({ label: phrase(words, `status.${status.key}`), draw: (ctx, x, y) => drawSymbol(ctx, x, y, 6, neutral, status) })),
  ];
}

/** The legend's keys in lines that fit the width. */
function layOut(ctx: CanvasRenderingContext2D, keys: Key[], width: number): { key: Key; x: number }[][] {
  const lines: { key: Key; x: number }[][] = [[]];
  let x = 0;
  for (const key of keys) {
    const wide = 22 + ctx.measureText(key.label).width + 16;
    if (x + wide > width && x > 0) {
      lines.push([]);
      x = 0;
    }
    lines[lines.length - 1]!.push({ key, x });
    x += wide;
  }
  return lines;
}

function drawFoot(ctx: CanvasRenderingContext2D, lines: { key: Key; x: number }[][], credits: string[], top: number, width: number): void {
  const { ink, softInk } = palette();
  lines.forEach((line, i) => {
    for (const { key, x } of line) {
      key.draw(ctx, PAD + x + 8, top + i * 20 + 6);
      write(ctx, key.label, PAD + x + 22, top + i * 20 + 6, ink, `12px ${FONT}`, "left");
    }
  });
  credits.forEach((line, i) => write(ctx, line, width - PAD, top + lines.length * 20 + 8 + i * 14, softInk, `10.5px ${FONT}`, "right"));
}

/** A text in lines that fit a width. */
function wrap(ctx: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && ctx.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}
