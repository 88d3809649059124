// The events alone, for anybody's Leaflet or folium map: window.geotrackLayer(name) -> L.Layer.
import "../styles/layer.css";
import { dateOf, eventsCounted, makeData, type Data } from "./data";
import { data as text, el } from "./dom";
import { EventView, type Spot } from "./event_view";
import { take, takeJson } from "./load";
import { brief, chooser, spotName } from "./popup";
import type { Head } from "./types";

declare global {
  interface Window {
    geotrackLayer?: (name: string) => L.Layer;
  }
}

/** The layer of the data in the page's elements `name`_head and `name`_columns, once they are read. */
function makeLayer(name: string): L.Layer {
  const group = L.layerGroup();
  void (async () => {
    const head = await takeJson<Head>(`${name}_head`);
    const data = makeData(head, await take(`${name}_columns`), head.language);
    group.addLayer(viewOf(data, () => (group as unknown as { _map: L.Map })._map));
  })();
  return group;
}

function viewOf(data: Data, mapOf: () => L.Map): L.Layer {
  const visible = new Uint8Array(data.events.rows).fill(1);
  let marked = -1;
  let tooltip: L.Tooltip | null = null;
  const open = (content: HTMLElement, spot: Spot): void => {
    L.popup({ maxWidth: 320, minWidth: 220, className: "gt-leaflet-popup" })
      .setLatLng([spot.lat, spot.lon])
      .setContent(content)
      .openOn(mapOf());
  };
  const view: EventView = new EventView(data, {
    visible: () => visible,
    range: () => [0, data.events.rows],
    selected: () => marked,
    hovered: () => -1,
    names: [],
    placeNames: false,
    obstacles: () => [],
    onPick: (events, spot) => {
      const list = (): void => open(chooser(data, events, spot.places, show), spot);
      const show = (event: number): void => {
        marked = event;
        open(brief(data, event, spot.places, undefined, events.length > 1 ? list : undefined), spot);
        view.redraw();
      };
      if (events.length === 1) show(events[0]!);
      else list();
    },
    onHover: (events, spot) => {
      tooltip?.remove();
      tooltip = spot && events.length ? hint(data, events, spot).addTo(mapOf()) : null;
    },
    onDrawn: () => undefined,
  });
  return view.layer;
}

function hint(data: Data, events: number[], spot: Spot): L.Tooltip {
  const title = events.length === 1 ? data.events.title.at(events[0]!) : spotName(data, spot.places);
  const more = events.length > 1 ? eventsCounted(data, events.length) : dateOf(data, events[0]!);
  return L.tooltip({ direction: "top", offset: [0, -10], className: "gt-tooltip" })
    .setLatLng([spot.lat, spot.lon])
    .setContent(el("div", {}, text("strong", title.slice(0, 140)), el("span", {}, more)));
}

window.geotrackLayer = makeLayer;
