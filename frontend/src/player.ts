// Playback through time: steps, play and pause, speed, and whether the window slides or grows.
import { el } from "./dom";
import { phrase, type Words } from "./words";

const TICK_MS = 600;
const SPEEDS = [0.5, 1, 2, 4];

export class Player {
  readonly node: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly speed: HTMLSelectElement;
  private readonly grow: HTMLButtonElement;
  private timer = 0;

  /** `step` moves the window and says whether there is more to come. */
  constructor(
    private readonly words: Words,
    private readonly step: (by: number, cumulative: boolean) => boolean,
    private readonly atEnd: () => boolean,
    private readonly rewind: () => void,
  ) {
    const button = (key: string, sign: string, run: () => void): HTMLButtonElement =>
      el("button", { type: "button", class: "gt-round", "aria-label": phrase(words, key), title: phrase(words, key), onclick: run }, sign);
    this.play = button("map.play", "\u25b6\ufe0e", () => this.toggle());
    this.grow = el("button", { type: "button", class: "gt-button", "aria-pressed": "false", title: phrase(words, "map.cumulative_title"), onclick: () => this.setGrow() }, phrase(words, "map.cumulative"));
    const label = phrase(words, "map.speed");
    this.speed = el("select", { class: "gt-select", "aria-label": label, title: label },
      ...SPEEDS.map((speed) => el("option", { value: speed, selected: speed === 1 }, `${speed}\u00d7`)));
    this.speed.addEventListener("change", () => { if (this.timer) { this.stop(); this.start(); } });
    this.node = el("div", { class: "gt-player" },
      button("map.step_back", "\u2039", () => this.by(-1)), this.play, button("map.step_on", "\u203a", () => this.by(1)), this.speed, this.grow);
  }

  get playing(): boolean {
    return this.timer !== 0;
  }

  get cumulative(): boolean {
    return this.grow.getAttribute("aria-pressed") === "true";
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.start();
  }

  by(steps: number): void {
    this.step(steps, this.cumulative);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.label("map.play", "\u25b6\ufe0e");
  }

  private start(): void {
    if (this.atEnd()) this.rewind();
    this.step(1, this.cumulative);
    this.timer = self.setInterval(() => {
      if (!this.step(1, this.cumulative)) this.stop();
    }, TICK_MS / Number(this.speed.value));
    this.label("map.pause", "\u275a\u275a");
  }

  private setGrow(): void {
    this.grow.setAttribute("aria-pressed", String(!this.cumulative));
  }

  private label(key: string, sign: string): void {
    const text = phrase(this.words, key);
    this.play.textContent = sign;
    this.play.title = text;
    this.play.setAttribute("aria-label", text);
  }
}
