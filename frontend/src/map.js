// The map that zooms: MapLibre GL over the server's SVG, with our areas only. No tiles, no glyphs, no outside host.
import { Map as MapLibre, setWorkerUrl } from "maplibre-gl";

const STEPS = [0, 1, 2, 3, 4, 5, 6];
const beside = (file) => new URL(file, import.meta.url).href;

function loadStyles() {
  const href = beside(MAP_STYLES);
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href, onload: resolve, onerror: () => reject(new Error(href)) });
    document.head.append(link);
  });
}

// The colours are the style sheet's own, so that the map, the SVG and the legend agree in light and dark.
function paint(host) {
  const style = getComputedStyle(host);
  const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
  return [
    [
      "areas",
      "fill-color",
      [
        "case",
        ["==", ["get", "class"], null],
        colour("none"),
        ["match", ["get", "class"], ...STEPS.flatMap((step) => [step, colour(step)]), colour("none")],
      ],
    ],
    ["borders", "line-color", colour("border")],
    ["not-shown", "line-color", colour("none-line")],
    ["pointed", "line-color", colour("focus")],
  ];
}

function layers(colours) {
  const line = (id, filter, width, dashes) => ({
    id,
    type: "line",
    source: "areas",
    ...(filter && { filter }),
    layout: { "line-join": "round" },
    paint: { "line-width": width, ...(dashes && { "line-dasharray": dashes }) },
  });
  const all = [
    { id: "areas", type: "fill", source: "areas", paint: {} },
    line("borders", null, ["interpolate", ["linear"], ["zoom"], 8, 0.6, 14, 2]),
    line("not-shown", ["==", ["get", "class"], null], 1, [3, 2]),
    line("pointed", ["==", ["get", "code"], ""], 3),
  ];
  for (const [id, property, colour] of colours) all.find((layer) => layer.id === id).paint[property] = colour;
  return all;
}

function boundsOf(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (part) => {
    if (typeof part[0] !== "number") return part.forEach(walk);
    box[0] = Math.min(box[0], part[0]);
    box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]);
    box[3] = Math.max(box[3], part[1]);
  };
  for (const { geometry } of features) if (geometry) walk(geometry.coordinates);
  if (!Number.isFinite(box[0])) throw new Error("no area has a geometry");
  return box;
}

export async function draw({ host, picture, bar, make, point, rest, choose, signal }) {
  const words = host.dataset;
  const [answer] = await Promise.all([fetch(words.areas, { signal }), loadStyles()]);
  if (!answer.ok) throw new Error(`${words.areas}: ${answer.status}`);
  const data = await answer.json();
  const known = new Map(data.features.map(({ properties }) => [properties.code, properties]));
  const bounds = boundsOf(data.features);

  // The page may be left meanwhile; then it has no colours any more.
  signal.throwIfAborted();
  setWorkerUrl(beside(WORKER_FILE));
  const container = make("div", { class: "map-canvas" });
  picture.append(container);
  const map = new MapLibre({
    container,
    // Colours are there from the first frame and change at once: to fade them takes many frames, each a while on a phone.
    style: {
      version: 8,
      sources: { areas: { type: "geojson", data } },
      layers: layers(paint(host)),
      transition: { duration: 0, delay: 0 },
    },
    bounds,
    fitBoundsOptions: { padding: 8 },
    minZoom: 3,
    maxZoom: 17,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    // The page scrolls past the map; two fingers, or the control key, move it.
    cooperativeGestures: true,
    locale: {
      "Map.Title": words.label ?? "",
      "CooperativeGesturesHandler.WindowsHelpText": words.ctrlScroll ?? "",
      "CooperativeGesturesHandler.MacHelpText": words.ctrlScroll ?? "",
      "CooperativeGesturesHandler.MobileHelpText": words.twoFingers ?? "",
    },
  });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();

  try {
    await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      map.once("error", ({ error }) => reject(error));
      map.once("idle", resolve);
    });
  } catch (reason) {
    map.remove();
    container.remove();
    throw reason;
  }

  const repaint = () => paint(host).forEach((colour) => map.setPaintProperty(...colour));
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", repaint, { signal });
  map.on("mousemove", "areas", ({ features }) => {
    map.getCanvas().style.cursor = "pointer";
    point(features[0].properties.code);
  });
  map.on("mouseleave", "areas", () => {
    map.getCanvas().style.cursor = "";
    rest();
  });
  map.on("click", "areas", ({ features }) => choose(features[0].properties.code));

  const buttons = make("div", { class: "map-buttons" });
  const offer = (label, act) => {
    if (!label) return;
    const button = make("button", { class: "ds-button", "data-variant": "tertiary", type: "button" }, label);
    button.addEventListener("click", act, { signal });
    buttons.append(button);
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const move = { animate: !still };
  offer(words.zoomIn, () => map.zoomIn(move));
  offer(words.zoomOut, () => map.zoomOut(move));
  offer(words.reset, () => map.fitBounds(bounds, { padding: 8, ...move }));
  bar.append(buttons);

  if (words.help) {
    const help = make("p", { class: "ds-sr-only", id: `map-help-${Math.round(performance.now())}` }, words.help);
    host.append(help);
    map.getCanvas().setAttribute("aria-describedby", help.id);
    signal.addEventListener("abort", () => help.remove());
  }

  host.dataset.ready = "";
  return {
    properties: (code) => known.get(code),
    point: (code) => map.setFilter("pointed", ["==", ["get", "code"], code ?? ""]),
    remove: () => map.remove(),
  };
}
