// The page's tools: take away what is filtered, copy the link, print, language, light and dark.
import { csvOf, geojsonOf } from "./csv";
import type { PageData } from "./data";
import { el } from "./dom";
import { chooseScheme, chosenScheme, palette, type Scheme } from "./theme";
import { counted, phrase } from "./words";

export interface ToolActions {
  rows: () => Uint32Array;
  picture: () => Promise<Blob>;
  link: () => string;
  /** Show the page in another language. */
  speak: (language: string) => void;
  say: (text: string) => void;
}

export function tools(data: PageData, languages: [tag: string, name: string][], actions: ToolActions): HTMLElement {
  const { words } = data;
  const item = (key: string, run: () => void): HTMLElement =>
    el("li", {}, el("button", { type: "button", class: "gt-menu-item", onclick: () => { menu.open = false; summary.focus(); run(); } }, phrase(words, key)));
  const summary = el("summary", { class: "gt-button" }, phrase(words, "map.take_away"));
  const name = (data.page.name || "events").replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const told = (key: string): void => actions.say(phrase(words, key));
  const save = (run: () => Promise<Blob> | Blob, suffix: string): void => {
    void (async () => {
      try {
        offer(await run(), `${name}${suffix}`);
        actions.say(counted(words, "map.saved", actions.rows().length));
      } catch {
        told("map.failed");
      }
    })();
  };
  const text = (parts: Iterable<string>, type: string): Blob => new Blob(gathered(parts), { type });
  const menu: HTMLDetailsElement = el("details", { class: "gt-menu" }, summary,
    el("ul", {},
      item("map.save_csv", () => save(() => text(withMark(csvOf(data, actions.rows())), "text/csv;charset=utf-8"), ".csv")),
      item("map.save_geojson", () => save(() => text(geojsonOf(data, actions.rows()), "application/geo+json"), ".geojson")),
      item("map.save_png", () => save(actions.picture, ".png")),
      item("map.copy_link", () => void copyText(actions.link()).then((done) => told(done ? "map.copied" : "map.failed"))),
      item("map.print", () => window.print())));
  closeOutside(menu);
  return el("div", { class: "gt-tools" }, menu, languages.length > 1 && languagePicker(data, languages, actions.speak), schemeButton(words));
}

/** Spreadsheets take a file for UTF-8 only if it begins with this mark. */
function* withMark(parts: Iterable<string>): Generator<string> {
  yield "\ufeff";
  yield* parts;
}

/** Many small texts as a few large ones: a million parts would be too many for a Blob. */
function gathered(parts: Iterable<string>): string[] {
  const whole: string[] = [];
  let some: string[] = [];
  for (const part of parts) {
    if (some.push(part) < 5000) continue;
    whole.push(some.join(""));
    some = [];
  }
  return [...whole, some.join("")];
}

function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Into the clipboard; from file:// the modern way may be shut, the old one is open. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el("textarea", { class: "gt-hidden", "aria-hidden": "true" });
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

function languagePicker(data: PageData, languages: [string, string][], speak: (language: string) => void): HTMLElement {
  const label = phrase(data.words, "map.language");
  const picker = el("select", { class: "gt-select", "aria-label": label, title: label },
    ...languages.map(([tag, name]) => el("option", { value: tag, lang: tag, selected: tag === data.language }, name)));
  picker.addEventListener("change", () => speak(picker.value));
  return picker;
}

function schemeButton(words: Record<string, string>): HTMLElement {
  const button = el("button", { type: "button", class: "gt-round gt-scheme" });
  const show = (): void => {
    const text = phrase(words, `map.scheme_${palette().dark ? "light" : "dark"}`);
    button.textContent = palette().dark ? "\u2600\ufe0e" : "\u263e\ufe0e";
    button.title = text;
    button.setAttribute("aria-label", text);
  };
  button.addEventListener("click", () => {
    const next: Scheme = palette().dark ? "light" : "dark";
    chooseScheme(chosenScheme() === next ? "auto" : next);
    show();
  });
  show();
  return button;
}

function closeOutside(menu: HTMLDetailsElement): void {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
    event.stopPropagation();
  });
}
