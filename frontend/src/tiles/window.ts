// The time window: two sliders over the archive's periods, and what they mean in words.
import { el, replaceChildren } from "../dom";
import { phrase, type Words } from "../words";
import type { Window } from "./periods";

/** Fills the box; `changed` is called with the window of now, at once and whenever it is moved. */
export function timeWindow(box: HTMLElement, periods: string[], words: Words, changed: (window: Window) => void): void {
  const last = periods.length - 1;
  if (last < 0) {
    replaceChildren(box, el("p", {}, phrase(words, "tiles.no_dates")));
    changed({ from: 0, to: 0, whole: true });
    return;
  }
  const said = el("output", { class: "gt-window-said" });
  const slider = (key: string, value: number): HTMLInputElement => {
    const input = el("input", { type: "range", min: 0, max: last, step: 1, value, "aria-label": phrase(words, key) });
    input.addEventListener("input", () => move(input));
    return input;
  };
  const from = slider("tiles.from", 0);
  const to = slider("tiles.to", last);
  const move = (moved: HTMLInputElement): void => {
    // Neither passes the other: the one that stands gives way.
    if (from.valueAsNumber > to.valueAsNumber) (moved === from ? to : from).value = moved.value;
    tell();
  };
  const tell = (): void => {
    const [a, b] = [from.valueAsNumber, to.valueAsNumber];
    const whole = a === 0 && b === last;
    for (const [input, at] of [[from, a], [to, b]] as const) input.setAttribute("aria-valuetext", periods[at]!);
    const span = a === b ? periods[a]! : phrase(words, "tiles.span", { from: periods[a]!, to: periods[b]! });
    said.textContent = whole ? phrase(words, "tiles.whole", { span }) : phrase(words, "tiles.narrower", { span });
    changed({ from: a, to: b, whole });
  };
  const all = el("button", { type: "button", class: "gt-button", onclick: () => { from.value = "0"; to.value = String(last); tell(); } }, phrase(words, "tiles.all_times"));
  replaceChildren(box, el("label", {}, phrase(words, "tiles.from"), from), el("label", {}, phrase(words, "tiles.to"), to), all, said);
  tell();
}
