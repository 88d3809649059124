// Keeps the URL's fragment and the view the same, so that Back, reload and a copied link work.
import { readFragment, writeFragment, type MapView, type Names, type View } from "./fragment";
import type { Change, Store } from "./store";

/** Changes nearer together than this are one step back. */
const SETTLE_MS = 350;

export class Address {
  private timer = 0;
  private pushes = false;
  private written: string;

  constructor(
    private readonly store: Store,
    private readonly map: () => MapView,
    private readonly language: string,
    private readonly names: Names,
    private readonly show: (view: View) => void,
  ) {
    this.written = location.hash.replace(/^#/, "");
    store.subscribe((changed) => this.changed(changed));
    const come = (): void => {
      if (location.hash.replace(/^#/, "") !== this.written) this.read();
    };
    window.addEventListener("popstate", come);
    window.addEventListener("hashchange", come);
  }

  /** The whole address of the view. */
  link(): string {
    return `${location.href.replace(/#.*$/, "")}#${this.fragment()}`;
  }

  fragment(language = this.language): string {
    return writeFragment(this.store.state, this.map(), language, this.names);
  }

  /** The map was moved: a new address, but no step of its own. */
  moved(): void {
    this.later(false);
  }

  private changed(changed: ReadonlySet<Change>): void {
    const lasting = [...changed].filter((key) => key !== "hovered" && key !== "inView");
    if (lasting.length || changed.has("inView")) this.later(lasting.length > 0);
  }

  private later(push: boolean): void {
    this.pushes ||= push;
    clearTimeout(this.timer);
    this.timer = self.setTimeout(() => this.write(), SETTLE_MS);
  }

  /** Write at once, as before leaving the page. */
  write(): void {
    clearTimeout(this.timer);
    const fragment = this.fragment();
    const push = this.pushes;
    this.pushes = false;
    if (fragment === this.written) return;
    this.written = fragment;
    try {
      if (push) history.pushState(null, "", `#${fragment}`);
      else history.replaceState(null, "", `#${fragment}`);
    } catch {
      // A page inside another (a notebook) has no address of its own; it works without.
    }
  }

  private read(): void {
    clearTimeout(this.timer);
    this.pushes = false;
    this.written = location.hash.replace(/^#/, "");
    this.show(readFragment(this.written, this.names));
    clearTimeout(this.timer); // what was just shown is the address
    this.pushes = false;
  }
}
