// The events alone, for anybody's Leaflet or folium map: window.geotrackLayer(payload) -> L.Layer.
import "../styles/layer.css";
import { data, el } from "./dom";
import { EventView } from "./event_view";
import { brief, chooser, spotName } from "./popup";
import type { Spot } from "./spots";
import { PAYLOAD_VERSION, type LayerPayload } from "./types";
import { counted } from "./words";

declare global {
  interface Window {
    geotrackLayer?: (payload: LayerPayload) => L.Layer;
  }
}

function makeLayer(payload: LayerPayload): L.Layer {
  if (payload.version !== PAYLOAD_VERSION) throw new Error("geotrack: another payload version");
  const visible = new Uint8Array(payload.events.id.length).fill(1);
  let marked = -1;
  let tooltip: L.Tooltip | null = null;
  const open = (content: HTMLElement, spot: Spot): void => {
    L.popup({ maxWidth: 320, minWidth: 220, className: "gt-leaflet-popup" })
      .setLatLng([spot.lat, spot.lon])
      .setContent(content)
      .openOn(mapOf(view));
  };
  const view: EventView = new EventView(payload, {
    visible: () => visible,
    selected: () => marked,
    hovered: () => -1,
    names: [],
    placeNames: false,
    obstacles: () => [],
    onPick: (events, spot) => {
      const list = (): void => open(chooser(payload, events, spot.places, show), spot);
      const show = (event: number): void => {
        marked = event;
        open(brief(payload, event, spot.places, undefined, events.length > 1 ? list : undefined), spot);
        view.redraw();
      };
      if (events.length === 1) show(events[0]!);
      else list();
    },
    onHover: (events, spot) => {
      tooltip?.remove();
      tooltip = spot && events.length ? hint(payload, events, spot).addTo(mapOf(view)) : null;
    },
    onDrawn: () => undefined,
  });
  return view.layer;
}

function hint(payload: LayerPayload, events: number[], spot: Spot): L.Tooltip {
  const text = events.length === 1 ? payload.events.title[events[0]!]! : spotName(payload, spot.places);
  const more = events.length > 1 ? counted(payload.words, "count.events", events.length) : payload.events.date[events[0]!]!;
  return L.tooltip({ direction: "top", offset: [0, -10], className: "gt-tooltip" })
    .setLatLng([spot.lat, spot.lon])
    .setContent(el("div", {}, data("strong", text), el("span", {}, more)));
}

function mapOf(view: EventView): L.Map {
  return (view.layer as unknown as { _map: L.Map })._map;
}

window.geotrackLayer = makeLayer;
