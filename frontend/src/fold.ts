// Text made comparable for search: case, accents, Arabic vowel marks and letter variants fold.

const VARIANTS: Record<string, string> = {
  "\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627", "\u0671": "\u0627", // alefs
  "\u0649": "\u064a", "\u06cc": "\u064a", "\u06ce": "\u064a", // yehs
  "\u0643": "\u06a9", // kafs
  "\u0629": "\u0647", "\u06d5": "\u0647", "\u06be": "\u0647", // hehs
  "\u0131": "i", "\u0142": "l", "\u00f8": "o", "\u00df": "ss",
};

// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

/** "Şırnak" -> "sirnak"; Arabic-script variants of a letter become one, digits western. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .toLowerCase()
    .replace(/[\u0131\u0142\u00f8\u00df\u0622-\u0625\u0629\u0643\u0649\u0671\u06cc\u06ce\u06d5\u06be]/g,
      (letter) => VARIANTS[letter] ?? letter)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
