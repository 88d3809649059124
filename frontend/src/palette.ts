// Sizes and the typeface of the map's own ink; colours are in theme.ts.

export const SYMBOL_RADIUS = 7.5;
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif';
