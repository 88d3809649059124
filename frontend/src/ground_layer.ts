// A Leaflet layer that is one canvas, larger than the view, drawn anew when the map comes to rest.
import { emptied } from "./canvas";
import { frameOf, type Frame } from "./spots";

/** How far the canvas reaches beyond the view on each side, as a share of it: room to drag. */
const PADDING = 0.4;

export interface GroundLayer {
  layer: L.Layer;
  /** Draw with the next frame. */
  redraw: () => void;
  /** Draw at once. */
  drawNow: () => void;
}

/** `draw` gets a frame whose middle is the map's and whose size is the canvas's. */
export function groundLayer(pane: string, draw: (ctx: CanvasRenderingContext2D, frame: Frame) => void): GroundLayer {
  const layer = new L.Layer();
  const canvas = document.createElement("canvas");
  canvas.className = "gt-ground leaflet-zoom-animated";
  canvas.setAttribute("aria-hidden", "true");
  let map: L.Map | null = null;
  let waiting = 0;
  let drawn = { zoom: 0, corner: null as L.LatLng | null };

  const now = (): void => {
    waiting = 0;
    if (!map) return;
    const view = frameOf(map);
    const [padX, padY] = [Math.round(view.width * PADDING), Math.round(view.height * PADDING)];
    const frame = { ...view, width: view.width + 2 * padX, height: view.height + 2 * padY };
    const corner = L.point(-padX, -padY);
    L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint(corner), 1);
    drawn = { zoom: map.getZoom(), corner: map.containerPointToLatLng(corner) };
    draw(emptied(canvas, frame.width, frame.height), frame);
  };
  const redraw = (): void => {
    if (!waiting && map) waiting = requestAnimationFrame(now);
  };
  /** While the map zooms, the picture of before grows or shrinks with it. */
  const animate = (event: L.LeafletEvent): void => {
    const { zoom, center } = event as L.ZoomAnimEvent;
    if (!map || !drawn.corner) return;
    const half = map.getSize().divideBy(2);
    const pane = L.DomUtil.getPosition(map.getPane("mapPane")!);
    const at = map.project(drawn.corner, zoom).subtract(map.project(center, zoom)).add(half).subtract(pane);
    L.DomUtil.setTransform(canvas, at, map.getZoomScale(zoom, drawn.zoom));
  };
  /** While the map flies, the picture of before goes with it. */
  const follow = (): void => {
    if (map && drawn.corner) L.DomUtil.setTransform(canvas, map.latLngToLayerPoint(drawn.corner), map.getZoomScale(map.getZoom(), drawn.zoom));
  };
  layer.onAdd = (host) => {
    map = host;
    host.getPane(pane)!.append(canvas);
    host.on("moveend resize viewreset zoomend", redraw);
    host.on("zoomanim", animate);
    host.on("zoom", follow);
    redraw();
    return layer;
  };
  layer.onRemove = (host) => {
    host.off("moveend resize viewreset zoomend", redraw);
    host.off("zoomanim", animate);
    host.off("zoom", follow);
    cancelAnimationFrame(waiting);
    waiting = 0;
    canvas.remove();
    map = null;
    return layer;
  };
  const drawNow = (): void => {
    cancelAnimationFrame(waiting);
    now();
  };
  return { layer, redraw, drawNow };
}
