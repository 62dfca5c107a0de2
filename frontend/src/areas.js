// <convive-map>: ties the areas on a map to the rows of the table that lists them.
// Works on the SVG the server drew; where WebGL works, map.js lays a map that zooms over it.
//
//   data-areas    address of the GeoJSON (properties: code, name, value, text, class 0 to 6 or null)
//   data-table    selector of the table whose rows carry data-area
//   data-label, data-help, data-zoom-in, data-zoom-out, data-reset, data-two-fingers, data-ctrl-scroll: words

const POINTED = "pointed-at";

function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function upgrade(host, { thrifty }) {
  const svg = host.querySelector("svg");
  const table = host.dataset.table ? document.querySelector(host.dataset.table) : null;
  const listening = new AbortController();
  const on = (target, type, act) => target?.addEventListener(type, act, { signal: listening.signal });

  const picture = make("div", { class: "map-picture" });
  // What is seen under the pointer, and what is read out when an area is chosen on the map.
  const seen = make("p", { class: "map-says", "aria-hidden": "true" });
  const said = make("p", { class: "ds-sr-only", "aria-live": "polite" });
  const bar = make("div", { class: "map-bar" }, seen);
  svg?.before(picture);
  if (svg) picture.append(svg);
  host.append(picture, bar, said);

  const rowOf = (code) => table?.querySelector(`tr[data-area="${CSS.escape(code)}"]`);
  const shapeOf = (code) => svg?.querySelector(`[data-area="${CSS.escape(code)}"]`);
  const describe = (code) => {
    const { name, text } = map?.properties(code) ?? shapeOf(code)?.dataset ?? {};
    return [name, text].filter(Boolean).join(": ");
  };

  let map;
  let pointed = null;
  let drawnUnder = null;

  function point(code) {
    if (code === pointed) return;
    if (pointed) {
      rowOf(pointed)?.classList.remove(POINTED);
      const shape = shapeOf(pointed);
      shape?.classList.remove(POINTED);
      if (drawnUnder?.parentNode === shape?.parentNode) shape?.parentNode.insertBefore(shape, drawnUnder);
    }
    pointed = code;
    map?.point(code);
    seen.textContent = code ? describe(code) : "";
    if (!code) return;
    rowOf(code)?.classList.add(POINTED);
    const shape = shapeOf(code);
    if (!shape) return;
    shape.classList.add(POINTED);
    // Drawn last, so that the neighbours do not cover its outline.
    drawnUnder = shape.nextElementSibling;
    shape.parentNode.append(shape);
  }

  function choose(code) {
    point(code);
    said.textContent = describe(code);
    const row = rowOf(code);
    if (!row) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }

  const areaOf = ({ target }) => target?.closest?.("[data-area]")?.dataset.area ?? null;
  // Without the pointer on an area, the one of the row that has the focus, if any.
  const rest = () => point(table?.contains(document.activeElement) ? areaOf({ target: document.activeElement }) : null);
  on(svg, "pointerover", (event) => point(areaOf(event)));
  on(svg, "pointerleave", rest);
  on(svg, "click", (event) => areaOf(event) && choose(areaOf(event)));
  on(table, "pointerover", (event) => point(areaOf(event)));
  on(table, "pointerleave", rest);
  on(table, "focusin", (event) => point(areaOf(event)));
  on(table, "focusout", () => point(null));
  on(host, "keydown", (event) => event.key === "Escape" && point(null));

  if (!thrifty && host.dataset.areas && hasWebGL()) {
    import("./map.js")
      .then(({ draw }) => draw({ host, picture, bar, make, point, rest, choose, signal: listening.signal }))
      .then((drawn) => {
        map = drawn;
        map.point(pointed);
      })
      .catch((reason) => {
        if (listening.signal.aborted) return;
        console.warn("The map stays as the server drew it:", reason?.message ?? reason);
      });
  }

  return () => {
    listening.abort();
    map?.remove();
    if (svg) host.prepend(svg);
    for (const added of [picture, bar, said]) added.remove();
    delete host.dataset.ready;
  };
}
