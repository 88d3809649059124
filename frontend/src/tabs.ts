// Tabs after the WAI-ARIA pattern: arrows move, the chosen panel alone is shown.
import { el } from "./dom";
import { grouped } from "./words";

export interface TabSpec {
  id: string;
  label: string;
}

export class Tabs {
  readonly panels = new Map<string, HTMLElement>();
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly counts = new Map<string, HTMLElement>();

  constructor(specs: TabSpec[], host: HTMLElement, label: string, private readonly shown: (id: string) => void = () => undefined) {
    const list = el("div", { role: "tablist", class: "gt-tabs", "aria-label": label });
    host.append(list);
    for (const { id, label: text } of specs) {
      const count = el("span", { class: "gt-count" });
      const button = el("button", { type: "button", role: "tab", id: `gt-tab-${id}`, "aria-controls": `gt-panel-${id}`, onclick: () => this.show(id) }, text, " ", count);
      const panel = el("div", { role: "tabpanel", id: `gt-panel-${id}`, class: "gt-panel", "aria-labelledby": `gt-tab-${id}`, tabindex: 0 });
      this.buttons.set(id, button);
      this.counts.set(id, count);
      this.panels.set(id, panel);
      list.append(button);
      host.append(panel);
    }
    list.addEventListener("keydown", (event) => this.arrow(event, specs));
    this.show(specs[0]!.id);
  }

  show(id: string, focus = false): void {
    for (const [name, button] of this.buttons) {
      button.setAttribute("aria-selected", String(name === id));
      button.tabIndex = name === id ? 0 : -1;
      this.panels.get(name)!.hidden = name !== id;
    }
    this.shown(id);
    if (focus) this.buttons.get(id)!.focus();
  }

  count(id: string, n: number): void {
    this.counts.get(id)!.textContent = grouped(n);
  }

  private arrow(event: KeyboardEvent, specs: TabSpec[]): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const now = specs.findIndex(({ id }) => this.buttons.get(id)!.getAttribute("aria-selected") === "true");
    event.preventDefault();
    this.show(specs[(now + by + specs.length) % specs.length]!.id, true);
  }
}
