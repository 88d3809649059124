// The only way a link of the data reaches the page: plain http(s), or no link at all.
import { data, el } from "./dom";

export function isSafe(url: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(url);
}

/** The text as a link to the address, or as plain text where the address is not safe. */
export function linked(text: string, url: string): HTMLElement {
  if (!isSafe(url)) return data("span", text);
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, text);
}
