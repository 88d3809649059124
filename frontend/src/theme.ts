// Light and dark: the map's own ink and paper. Colours of events come with the payload (style.py)
// and are lightened on dark paper.

export interface Palette {
  dark: boolean;
  ink: string;
  softInk: string;
  paper: string;
  /** What lies between a symbol and the map, and inside hollow symbols. */
  halo: string;
  mixed: string;
  country: string;
  admin1Name: string;
  sea: string;
  land: string;
  focus: string;
  border: string;
  admin1: string;
  river: string;
  lake: string;
  pill: string;
  pillEdge: string;
  figure: string;
  axis: string;
  accent: string;
  veil: string;
}

const LIGHT: Palette = {
  dark: false, ink: "#2b2a27", softInk: "#6f6a60", paper: "#fbfaf6", halo: "#ffffff", mixed: "#4a4a48",
  country: "#8d8678", admin1Name: "#a39b8b", sea: "#cfdfe6", land: "#efece3", focus: "#fbfaf5", border: "#77706a",
  admin1: "#b9b2a4", river: "#9dbfd2", lake: "#cfdfe6", pill: "#ffffffee", pillEdge: "#8a857b", figure: "#6b4e16",
  axis: "#5d584f", accent: "#0f6e84", veil: "#f7f5f0d0",
};

const DARK: Palette = {
  dark: true, ink: "#f1efe9", softInk: "#b3ada1", paper: "#1d2023", halo: "#15171a", mixed: "#c9c6be",
  country: "#9a958b", admin1Name: "#837e75", sea: "#14202a", land: "#23262a", focus: "#2d3135", border: "#8f8a81",
  admin1: "#575a5c", river: "#3f6b83", lake: "#1a2c39", pill: "#1a1d20ee", pillEdge: "#8a857b", figure: "#d9b36a",
  axis: "#b3ada1", accent: "#5cc3dc", veil: "#15171ac0",
};

export type Scheme = "auto" | "light" | "dark";

const query = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: dark)");
const listeners: (() => void)[] = [];
let scheme: Scheme = "auto";
let current = LIGHT;

/** Follow the reader's system, or what the reader chose on the page. */
export function startTheme(): void {
  query().addEventListener("change", refresh);
  window.addEventListener("beforeprint", () => use(LIGHT));
  window.addEventListener("afterprint", refresh);
  refresh();
}

export function chooseScheme(chosen: Scheme): void {
  scheme = chosen;
  refresh();
}

export function chosenScheme(): Scheme {
  return scheme;
}

export function palette(): Palette {
  return current;
}

export function onTheme(listener: () => void): void {
  listeners.push(listener);
}

function refresh(): void {
  use(scheme === "dark" || (scheme === "auto" && query().matches) ? DARK : LIGHT);
}

function use(next: Palette): void {
  document.documentElement.setAttribute("data-theme", next.dark ? "dark" : "light");
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** "#rrggbb" as its three parts. */
export function rgb(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
}

/** An event type's colour as it is readable on the paper of now. */
export function shade(colour: string, dark = current.dark): string {
  if (!dark) return colour;
  return `#${rgb(colour).map((part) => Math.round(part + (255 - part) * 0.42).toString(16).padStart(2, "0")).join("")}`;
}
