// On a narrow screen the side panel is a sheet that is pulled up over the map.
import { el } from "./dom";
import { phrase, type Words } from "./words";

export type Height = "peek" | "half" | "full";
const HEIGHTS: Height[] = ["peek", "half", "full"];
const PULL = 30;

export class Sheet {
  readonly handle: HTMLButtonElement;

  constructor(private readonly side: HTMLElement, words: Words) {
    this.handle = el("button", { type: "button", class: "gt-sheet-handle", "aria-controls": side.id, "aria-expanded": "false" },
      el("span", { class: "gt-sheet-grip", "aria-hidden": "true" }), el("span", { class: "gt-hidden" }, phrase(words, "map.sheet")));
    this.handle.addEventListener("click", () => this.set(this.height === "peek" ? "half" : this.height === "half" ? "full" : "peek"));
    this.handle.addEventListener("pointerdown", (down) => this.pull(down));
    side.prepend(this.handle);
    this.set("peek");
  }

  get height(): Height {
    return this.side.dataset["sheet"] as Height;
  }

  set(height: Height): void {
    this.side.dataset["sheet"] = height;
    this.handle.setAttribute("aria-expanded", String(height !== "peek"));
  }

  /** Open it at least half way, so that what was asked for is seen. */
  open(): void {
    if (this.height === "peek") this.set("half");
  }

  private pull(down: PointerEvent): void {
    this.handle.setPointerCapture(down.pointerId);
    const at = HEIGHTS.indexOf(this.height);
    let pulled = false;
    const move = (event: PointerEvent): void => {
      const by = down.clientY - event.clientY;
      if (Math.abs(by) < PULL) return;
      pulled = true;
      const steps = Math.abs(by) > innerHeight / 2.5 ? 2 : 1;
      this.set(HEIGHTS[Math.max(0, Math.min(2, at + Math.sign(by) * steps))]!);
    };
    const up = (): void => {
      this.handle.removeEventListener("pointermove", move);
      if (pulled) this.handle.addEventListener("click", (event) => event.stopImmediatePropagation(), { once: true, capture: true });
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("pointerup", up, { once: true });
    this.handle.addEventListener("pointercancel", up, { once: true });
  }
}
