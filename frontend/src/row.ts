// One row of the table, filled anew with another event as the list scrolls or time moves.
import { dateOf, placesOf, whyOffMap, type PageData } from "./data";
import { el } from "./dom";
import { statusKey, symbolOf, typeWords } from "./popup";
import { phrase } from "./words";

const LONGEST_TITLE = 400;
const LONGEST_PLACES = 300;

export class Row {
  event = -1;
  private look = -1;
  private readonly date = el("div");
  private readonly type = el("span", { class: "gt-hidden" });
  private readonly sign = el("span", {}, this.type);
  private readonly title = el("button", { type: "button", class: "gt-title", dir: "auto" });
  private readonly where = el("div", { dir: "auto", class: "gt-muted gt-where", "data-text": true });
  private readonly chip = el("span");
  readonly node = el("tr", { class: "gt-row" },
    el("td", { class: "gt-date" }, this.date),
    el("td", { class: "gt-sign" }, this.sign),
    el("td", { class: "gt-what" }, this.title, this.where),
    el("td", { class: "gt-state" }, this.chip));

  constructor(private readonly data: PageData) {}

  /** Show an event, which is the list's row `at`. */
  show(event: number, at: number): void {
    const { data, node } = this;
    node.setAttribute("aria-rowindex", String(at + 2));
    if (event === this.event) return;
    this.event = event;
    node.dataset["event"] = String(event);
    const date = dateOf(data, event);
    if (this.date.textContent !== date) {
      this.date.textContent = date;
      this.date.title = date;
    }
    this.title.textContent = data.events.title.at(event).slice(0, LONGEST_TITLE);
    this.where.textContent = (placesOf(data, event) || whyOffMap(data, event)).slice(0, LONGEST_PLACES);
    const look = data.events.type[event]! * 16 + data.events.status[event]!;
    if (look === this.look) return;
    this.look = look;
    this.type.textContent = this.sign.title = typeWords(data, event);
    this.sign.replaceChildren(symbolOf(data, event), this.type);
    const key = statusKey(data, event);
    this.chip.className = `gt-chip gt-status-${key}`;
    this.chip.textContent = phrase(data.words, `status.${key}`);
  }

  mark(selected: number, hovered: number): void {
    const { event, node } = this;
    const classes = ["gt-row", `gt-is-${statusKey(this.data, event)}`, event === selected ? "gt-selected" : "", event === hovered ? "gt-hovered" : ""];
    const name = classes.filter(Boolean).join(" ");
    if (node.className !== name) node.className = name;
    const expanded = String(event === selected);
    if (this.title.getAttribute("aria-expanded") !== expanded) this.title.setAttribute("aria-expanded", expanded);
  }
}
