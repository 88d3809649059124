// The histogram along the bottom and its window: drag, keys, presets, steps and playback.
import { EVER } from "./data";
import { dayInWords, dayOf, partsOf } from "./days";
import { el, replaceChildren } from "./dom";
import { binOf, countBars, heightOf, makeBins, spanOf, type Bars, type Bins } from "./histogram";
import { drawBand, type BandPicture } from "./band_picture";
import { Player } from "./player";
import type { Store, Window } from "./store";
import { onTheme } from "./theme";
import { counted, phrase } from "./words";

const YEARS_LISTED = 40;

export class TimeBand {
  private readonly bins: Bins;
  private readonly span: Window;
  private bars: Bars | null = null;
  private most = 1;
  private width = 0;
  private readonly chart: HTMLElement;
  private readonly canvas = el("canvas", { class: "gt-band-canvas", "aria-hidden": "true" });
  private readonly low: HTMLInputElement;
  private readonly high: HTMLInputElement;
  private readonly text = el("p", { class: "gt-band-text" });
  private readonly presets: HTMLSelectElement;
  private readonly occurred: number;
  readonly player: Player;

  constructor(private readonly store: Store, host: HTMLElement) {
    const { events, words, statuses } = store.data;
    this.occurred = statuses.findIndex(({ key }) => key === "occurred");
    const days = spanOf(events);
    this.bins = days ? makeBins(...days) : { unit: "day", edges: [0, 1] };
    const { edges } = this.bins;
    this.span = [edges[0]!, edges[edges.length - 1]! - 1];
    this.low = this.handle("map.window_first");
    this.high = this.handle("map.window_last");
    this.chart = el("div", { class: "gt-band-chart" }, this.canvas, this.low, this.high);
    this.player = new Player(words, (by, cumulative) => this.step(by, cumulative),
      () => (this.store.state.window?.[1] ?? -EVER) >= this.span[1], () => this.store.set({ window: null }));
    this.presets = this.makePresets();
    replaceChildren(host,
      el("div", { class: "gt-band-controls" }, this.player.node, this.presets),
      el("div", { class: "gt-band-main" }, el("div", { class: "gt-band-head" }, this.text, barKey(words)), this.chart),
    );
    host.hidden = !days;
    this.chart.addEventListener("pointerdown", (event) => this.drag(event));
    new ResizeObserver(() => this.fit()).observe(this.chart);
    onTheme(() => this.draw());
  }

  /** The window as given, cut to the dated span; null or the whole span is all time. */
  move(window: Window | null): void {
    if (!window) return this.store.set({ window: null });
    const [a, b] = [Math.min(...window), Math.max(...window)];
    this.store.set({ window: a <= this.span[0] && b >= this.span[1] ? null : [a, b] });
  }

  /** Draw as wide as there is room. */
  fit(): void {
    this.width = this.chart.clientWidth;
    this.draw();
  }

  /** Recount the bars: after any change but that of the window itself. */
  count(): void {
    const { events, types } = this.store.data;
    this.bars = countBars(this.bins, events, types.length, (event) => this.store.isTimeless(event), (event) => events.status[event] === this.occurred);
    const { bars } = this;
    this.most = this.bins.edges.slice(1).reduce((most, _, bin) => Math.max(most, heightOf(bars, bin)), 1);
    this.draw();
  }

  update(): void {
    const window = this.store.state.window ?? this.span;
    for (const [input, day] of [[this.low, window[0]], [this.high, window[1] + 1]] as const) {
      input.min = String(this.span[0]);
      input.max = String(this.span[1] + 1);
      input.value = String(day);
      input.setAttribute("aria-valuetext", dayInWords(input === this.high ? day - 1 : day, this.store.data.words));
    }
    const now = this.store.state.window;
    const value = now ? now.join(" ") : "all";
    this.presets.value = [...this.presets.options].some((option) => option.value === value) ? value : "own";
    this.text.textContent = this.summary();
    this.draw();
  }

  /** The window and what it holds, in words. */
  summary(): string {
    const { data, state, nVisible, nPossible, nUndated } = this.store;
    const { words } = data;
    const [first, last] = state.window ?? this.span;
    const parts = [
      state.window ? "" : phrase(words, "map.all_time"),
      first === last ? dayInWords(first, words) : phrase(words, "period", { first: dayInWords(first, words), last: dayInWords(last, words) }),
      counted(words, "count.events", nVisible),
      nPossible ? counted(words, "map.possible", nPossible) : "",
      nUndated ? counted(words, state.window ? "map.undated_left_out" : "map.undated_in", nUndated) : "",
    ];
    return parts.filter(Boolean).join(" \u00b7 ");
  }

  private makePresets(): HTMLSelectElement {
    const { words } = this.store.data;
    const [first, last] = this.span;
    const option = (value: string, label: string): HTMLElement => el("option", { value }, label);
    const lasts = [30, 90, 365].filter((days) => days < last - first);
    const [from, to] = [partsOf(first).year, partsOf(last).year];
    const years = from < to && to - from < YEARS_LISTED ? Array.from({ length: to - from + 1 }, (_, i) => to - i) : [];
    const label = phrase(words, "map.presets");
    const own = el("option", { value: "own", disabled: true, hidden: true }, phrase(words, "map.preset_own"));
    const presets = el("select", { class: "gt-select gt-presets", "aria-label": label, title: label },
      option("all", phrase(words, "map.all_time")), own,
      ...lasts.map((days) => option([last - days + 1, last].join(" "), counted(words, "map.preset_last", days))),
      ...years.map((year) => option([Math.max(first, dayOf(year, 1, 1)), Math.min(last, dayOf(year, 12, 31))].join(" "), String(year))));
    presets.addEventListener("change", () => {
      const [a, b] = presets.value.split(" ").map(Number);
      this.move(presets.value === "all" ? null : [a!, b!]);
    });
    return presets;
  }

  private handle(key: string): HTMLInputElement {
    const input = el("input", { type: "range", step: 1, class: "gt-handle", "aria-label": phrase(this.store.data.words, key) });
    input.addEventListener("input", () => this.read(input));
    input.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 }[event.key];
      if (!by) return;
      event.preventDefault();
      if (event.shiftKey) return this.player.by(Math.sign(by));
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

  /** One step on or back; false at the end. Cumulative: the window's beginning stays. */
  private step(by: number, cumulative: boolean): boolean {
    const { edges } = this.bins;
    const n = edges.length - 1;
    const { window } = this.store.state;
    const length = window ? Math.max(1, Math.min(n, binOf(edges, window[1]) - binOf(edges, window[0]) + 1)) : Math.max(1, Math.round(n / 12));
    const from = window ? binOf(edges, window[0]) : by > 0 ? -1 : n - length + 1;
    if (cumulative) {
      const start = Math.max(0, from);
      const end = Math.max(start + 1, Math.min(n, (window ? binOf(edges, window[1]) + 1 : by > 0 ? 0 : n + 1) + by));
      this.move([edges[start]!, edges[end]! - 1]);
      return end < n;
    }
    const start = Math.max(0, Math.min(n - length, from + by));
    this.move([edges[start]!, edges[start + length]! - 1]);
    return start < n - length;
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
    const { width } = this; // asking the chart would lay out the page anew at every step
    if (!width || !this.bars) return;
    const { data, state } = this.store;
    const window = state.window && [Math.max(-EVER, state.window[0]), state.window[1]] as const;
    const picture: BandPicture = { bins: this.bins, bars: this.bars, most: this.most, span: this.span, window, types: data.types, words: data.words };
    drawBand(this.canvas, width, picture);
  }
}

function barKey(words: Record<string, string>): HTMLElement {
  const swatch = (kind: string, key: string): HTMLElement =>
    el("span", { class: "gt-bar-key" }, el("i", { class: `gt-swatch gt-swatch-${kind}`, "aria-hidden": "true" }), phrase(words, key));
  return el("p", { class: "gt-band-key" },
    swatch("occurred", "map.bar_occurred"), swatch("lasting", "map.bar_lasting"), swatch("other", "map.bar_other"));
}
