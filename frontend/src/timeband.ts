// The histogram along the bottom and its window: drag, keys, steps and playback.
import { dayInWords, partsOf } from "./days";
import { el, replaceChildren } from "./dom";
import { binOf, countBars, makeBins, type Bar, type Bins } from "./histogram";
import { FONT } from "./palette";
import type { Store, Window } from "./store";
import { counted, phrase } from "./words";

const HEIGHT = 66;
const AXIS = 16;
const TICK_MS = 450;
const OCCURRED = "#3f4a56";
const LASTING = "#a9b4be";

export class TimeBand {
  private readonly bins: Bins;
  private readonly span: Window;
  private bars: Bar[] = [];
  private readonly chart: HTMLElement;
  private readonly canvas = el("canvas", { class: "gt-band-canvas", "aria-hidden": "true" });
  private readonly low: HTMLInputElement;
  private readonly high: HTMLInputElement;
  private readonly text = el("p", { class: "gt-band-text", role: "status" });
  private readonly play: HTMLButtonElement;
  private readonly all: HTMLButtonElement;
  private timer = 0;

  constructor(private readonly store: Store, host: HTMLElement) {
    const { events, words } = store.payload;
    const days = [...events.first, ...events.last].filter((day): day is number => day !== null);
    const first = days.reduce((a, b) => Math.min(a, b), Infinity);
    const last = days.reduce((a, b) => Math.max(a, b), -Infinity);
    this.bins = days.length ? makeBins(first, last) : { unit: "day", edges: [0, 1] };
    const { edges } = this.bins;
    this.span = [edges[0]!, edges[edges.length - 1]! - 1];
    this.low = this.handle("map.window_first");
    this.high = this.handle("map.window_last");
    this.chart = el("div", { class: "gt-band-chart" }, this.canvas, this.low, this.high);
    const button = (key: string, sign: string, run: () => void): HTMLButtonElement =>
      el("button", { type: "button", class: "gt-round", "aria-label": phrase(words, key), title: phrase(words, key), onclick: run }, sign);
    this.play = button("map.play", "\u25b6\ufe0e", () => this.toggle());
    this.all = el("button", { type: "button", class: "gt-button", onclick: () => this.move(null) }, phrase(words, "map.all_time"));
    replaceChildren(host,
      el("div", { class: "gt-band-controls" },
        button("map.step_back", "\u2039", () => this.step(-1)), this.play,
        button("map.step_on", "\u203a", () => this.step(1)), this.all),
      el("div", { class: "gt-band-main" }, el("div", { class: "gt-band-head" }, this.text, barKey(words)), this.chart),
    );
    host.hidden = !days.length;
    this.chart.addEventListener("pointerdown", (event) => this.drag(event));
    new ResizeObserver(() => this.draw()).observe(this.chart);
    this.count();
    this.update();
  }

  /** The window as given, cut to the dated span; null or the whole span is all time. */
  move(window: Window | null): void {
    if (!window) return this.store.set({ window: null });
    const [a, b] = [Math.min(...window), Math.max(...window)];
    this.store.set({ window: a <= this.span[0] && b >= this.span[1] ? null : [a, b] });
  }

  /** Recount the bars: after any change but that of the window itself. */
  count(): void {
    const { events, statuses } = this.store.payload;
    const occurred = statuses.findIndex((status) => status.key === "occurred");
    this.bars = countBars(this.bins, events, this.store.dateless, (event) => events.status[event] === occurred);
    this.draw();
  }

  update(): void {
    const window = this.store.state.window ?? this.span;
    for (const [input, day] of [[this.low, window[0]], [this.high, window[1] + 1]] as const) {
      input.min = String(this.span[0]);
      input.max = String(this.span[1] + 1);
      input.value = String(day);
      input.setAttribute("aria-valuetext", dayInWords(input === this.high ? day - 1 : day, this.store.payload.words));
    }
    this.all.setAttribute("aria-pressed", String(!this.store.state.window));
    this.text.textContent = this.summary();
    this.draw();
  }

  private summary(): string {
    const { payload, state, nVisible, nPossible, dateless } = this.store;
    const { words, events } = payload;
    const undated = events.kind.reduce((n, kind, i) => n + (kind === 0 && dateless[i] ? 1 : 0), 0);
    const [first, last] = state.window ?? this.span;
    const parts = [
      state.window ? "" : phrase(words, "map.all_time"),
      first === last ? dayInWords(first, words) : phrase(words, "period", { first: dayInWords(first, words), last: dayInWords(last, words) }),
      counted(words, "count.events", nVisible),
      nPossible ? counted(words, "map.possible", nPossible) : "",
      undated ? counted(words, state.window ? "map.undated_left_out" : "map.undated_in", undated) : "",
    ];
    return parts.filter(Boolean).join(" \u00b7 ");
  }

  private handle(key: string): HTMLInputElement {
    const input = el("input", { type: "range", step: 1, class: "gt-handle", "aria-label": phrase(this.store.payload.words, key) });
    input.addEventListener("input", () => this.read(input));
    input.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 }[event.key];
      if (!by) return;
      event.preventDefault();
      input.value = String(this.neighbour(Number(input.value), by));
      this.read(input);
    });
    return input;
  }

  private neighbour(day: number, by: number): number {
    const { edges } = this.bins;
    const bin = day >= edges[edges.length - 1]! ? edges.length - 1 : binOf(edges, day);
    return edges[Math.max(0, Math.min(edges.length - 1, bin + by))]!;
  }

  private read(moved: HTMLInputElement): void {
    let a = this.snap(Number(this.low.value));
    let b = this.snap(Number(this.high.value));
    if (a >= b) {
      if (moved === this.low) a = this.neighbour(b, -1);
      else b = this.neighbour(a, 1);
    }
    this.move([a, b - 1]);
    this.update();
  }

  /** The nearest edge of a bin. */
  private snap(day: number): number {
    const { edges } = this.bins;
    const bin = binOf(edges, day);
    const [a, b] = [edges[bin]!, edges[bin + 1]!];
    return day - a < b - day ? a : b;
  }

  private step(by: number): void {
    const { edges } = this.bins;
    const n = edges.length - 1;
    const { window } = this.store.state;
    const length = window ? Math.max(1, Math.min(n, this.binsIn(window))) : Math.max(1, Math.round(n / 12));
    const from = window ? binOf(edges, window[0]) + by : by > 0 ? 0 : n - length;
    const start = Math.max(0, Math.min(n - length, from));
    this.move([edges[start]!, edges[start + length]! - 1]);
  }

  private binsIn(window: Window): number {
    return binOf(this.bins.edges, window[1]) - binOf(this.bins.edges, window[0]) + 1;
  }

  private toggle(): void {
    if (this.timer) return this.stop();
    const { window } = this.store.state;
    if (window && window[1] >= this.span[1]) this.store.set({ window: null });
    this.step(1);
    this.timer = self.setInterval(() => {
      this.step(1);
      const now = this.store.state.window;
      if (!now || now[1] >= this.span[1]) this.stop();
    }, TICK_MS);
    this.label("map.pause", "\u275a\u275a");
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.label("map.play", "\u25b6\ufe0e");
  }

  private label(key: string, sign: string): void {
    const text = phrase(this.store.payload.words, key);
    this.play.textContent = sign;
    this.play.title = text;
    this.play.setAttribute("aria-label", text);
  }

  /** Inside the window a drag moves it, outside it draws a new one; a click takes one bar. */
  private drag(down: PointerEvent): void {
    if ((down.target as Element) !== this.canvas || down.button) return;
    down.preventDefault();
    const from = this.dayAt(down.clientX);
    const window = this.store.state.window;
    const moving = window && from >= window[0] && from <= window[1] ? window : null;
    let dragged = false;
    const move = (event: PointerEvent): void => {
      dragged ||= Math.abs(event.clientX - down.clientX) > 3;
      const to = this.dayAt(event.clientX);
      if (!dragged) return;
      if (!moving) return this.move(this.between(from, to));
      const shift = Math.max(this.span[0] - moving[0], Math.min(this.span[1] - moving[1], to - from));
      const start = this.snap(moving[0] + shift);
      this.move([start, start + (moving[1] - moving[0])]);
    };
    const up = (): void => {
      this.canvas.removeEventListener("pointermove", move);
      if (!dragged) this.move(this.between(from, from));
    };
    this.canvas.setPointerCapture(down.pointerId);
    this.canvas.addEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", up, { once: true });
    this.canvas.addEventListener("pointercancel", up, { once: true });
  }

  private between(a: number, b: number): Window {
    const { edges } = this.bins;
    return [edges[binOf(edges, Math.min(a, b))]!, edges[binOf(edges, Math.max(a, b)) + 1]! - 1];
  }

  private dayAt(clientX: number): number {
    const box = this.canvas.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (clientX - box.left) / box.width));
    return Math.min(this.span[1], Math.floor(this.span[0] + share * (this.span[1] + 1 - this.span[0])));
  }

  private draw(): void {
    const width = this.chart.clientWidth;
    if (!width) return;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round((HEIGHT + AXIS) * ratio);
    const ctx = this.canvas.getContext("2d")!;
    ctx.scale(ratio, ratio);
    const x = (day: number): number => ((day - this.span[0]) / (this.span[1] + 1 - this.span[0])) * width;
    const most = Math.max(1, ...this.bars.map((bar) => bar.occurred + bar.lasting + bar.other));
    this.drawAxis(ctx, width, x);
    this.bars.forEach((bar, i) => {
      const left = x(this.bins.edges[i]!);
      const wide = Math.max(1, x(this.bins.edges[i + 1]!) - left - 1);
      drawBar(ctx, left, wide, bar, (HEIGHT - 12) / most);
    });
    this.drawWindow(ctx, width, x);
    ctx.fillStyle = "#6f6a60";
    ctx.font = `10px ${FONT}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.fillText(most < 10 ? String(Math.round(most * 10) / 10) : String(Math.round(most)), 12, 0);
  }

  private drawWindow(ctx: CanvasRenderingContext2D, width: number, x: (day: number) => number): void {
    const { window } = this.store.state;
    if (!window) return;
    const [a, b] = [x(window[0]), x(window[1] + 1)];
    ctx.fillStyle = "#f7f5f0d0";
    ctx.fillRect(0, 0, a, HEIGHT);
    ctx.fillRect(b, 0, width - b, HEIGHT);
    ctx.fillStyle = "#0f6e8420";
    ctx.fillRect(a, 0, b - a, HEIGHT);
  }

  private drawAxis(ctx: CanvasRenderingContext2D, width: number, x: (day: number) => number): void {
    ctx.strokeStyle = "#8f897d";
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(0, HEIGHT + 0.5);
    ctx.lineTo(width, HEIGHT + 0.5);
    ctx.stroke();
    ctx.fillStyle = "#5d584f";
    ctx.font = `11px ${FONT}`;
    ctx.textBaseline = "top";
    let free = -Infinity;
    for (const { day, text } of ticks(this.bins, this.store.payload.words)) {
      const at = x(day);
      const wide = ctx.measureText(text).width;
      if (at < free || at + wide > width) continue;
      ctx.fillRect(Math.round(at), HEIGHT, 1, 4);
      ctx.textAlign = "left";
      ctx.fillText(text, at + 3, HEIGHT + 4);
      free = at + wide + 14;
    }
  }
}

function drawBar(ctx: CanvasRenderingContext2D, left: number, wide: number, bar: Bar, scale: number): void {
  let y = HEIGHT;
  for (const [n, colour] of [[bar.lasting, LASTING], [bar.occurred, OCCURRED]] as const) {
    ctx.fillStyle = colour;
    ctx.fillRect(left, y - n * scale, wide, n * scale);
    y -= n * scale;
  }
  if (!bar.other) return;
  const high = bar.other * scale;
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(left, y - high, wide, high);
  ctx.strokeStyle = OCCURRED;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 1.5]);
  ctx.strokeRect(left + 0.5, y - high + 0.5, Math.max(0, wide - 1), Math.max(0, high - 1));
  ctx.setLineDash([]);
}

function ticks(bins: Bins, words: Record<string, string>): { day: number; text: string }[] {
  return bins.edges.flatMap((day) => {
    const { year, month, day: number } = partsOf(day);
    if (bins.unit === "day") return number === 1 || number === 15 || day === bins.edges[0] ? [{ day, text: dayInWords(day, words) }] : [];
    return bins.unit === "year" || month === 1 ? [{ day, text: String(year) }] : [];
  });
}

function barKey(words: Record<string, string>): HTMLElement {
  const swatch = (kind: string, key: string): HTMLElement =>
    el("span", { class: "gt-bar-key" }, el("i", { class: `gt-swatch gt-swatch-${kind}`, "aria-hidden": "true" }), phrase(words, key));
  return el("p", { class: "gt-band-key" },
    swatch("occurred", "map.bar_occurred"), swatch("lasting", "map.bar_lasting"), swatch("other", "map.bar_other"));
}
