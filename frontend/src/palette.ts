// Colours and sizes of the map's own ink; those of events come with the payload (style.py).

export const INK = "#2b2a27";
export const SOFT_INK = "#6f6a60";
export const PAPER = "#fbfaf6";
export const MIXED = "#4a4a48";

export const BASEMAP = {
  sea: "#cfdfe6",
  land: "#efece3",
  focus: "#fbfaf5",
  border: "#77706a",
  admin1: "#b9b2a4",
  river: "#9dbfd2",
  lake: "#cfdfe6",
};

export const SYMBOL_RADIUS = 7.5;
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif';
