// <convive-chart data-spec="address">: draws the Vega-Lite chart whose picture the server already put there,
// so that it fits the width, follows the dark theme and tells its values. If anything fails the picture stays.
import embed from "vega-embed";

// Colours that specifications use, and the style sheet's property that holds each on this page.
const COLOURS = {
  "#27406e": "--chart-ink",
  "#b08d57": "--chart-sand",
  "#2e2b26": "--chart-text",
  "#635c52": "--chart-subtle",
  "#ddd7cb": "--chart-grid",
  "#c3cad7": "--chart-band",
};

function recolour(text, host) {
  const style = getComputedStyle(host);
  return text.replace(/#[0-9a-f]{6}\b/gi, (hex) => {
    const property = COLOURS[hex.toLowerCase()];
    return property ? style.getPropertyValue(property).trim() : hex;
  });
}

// A single chart takes the width there is; side-by-side charts keep theirs and scroll.
function fit(spec) {
  if (typeof spec.width === "number" && (spec.mark || spec.layer)) {
    spec.width = "container";
    spec.autosize = { type: "fit", contains: "padding", ...spec.autosize };
  }
  return { background: "transparent", ...spec, config: { ...spec.config, font: getComputedStyle(document.body).fontFamily } };
}

export function upgrade(host) {
  const image = host.querySelector("img");
  const stopped = new AbortController();
  const { signal } = stopped;
  const frame = document.createElement("div");
  frame.className = "chart";
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", image?.alt ?? "");
  let view;

  async function draw(text) {
    view?.finalize();
    const spec = fit(JSON.parse(recolour(text, host)));
    ({ view } = await embed(frame, spec, {
      mode: "vega-lite",
      actions: false,
      // The interpreter instead of compiled code, and no style element: both are barred by the security policy.
      ast: true,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
      renderer: "svg",
    }));
    // The frame says what the chart shows; its values are in the table.
    frame.querySelector("svg")?.setAttribute("aria-hidden", "true");
  }

  async function start() {
    const answer = await fetch(host.dataset.spec, { signal });
    if (!answer.ok) throw new Error(`${host.dataset.spec}: ${answer.status}`);
    const text = await answer.text();
    host.append(frame);
    await draw(text);
    host.dataset.ready = "";
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(text), { signal });
  }

  start().catch((reason) => {
    frame.remove();
    if (!signal.aborted) console.warn("The chart stays as the server drew it:", reason?.message ?? reason);
  });
  return () => {
    stopped.abort();
    view?.finalize();
    frame.remove();
    delete host.dataset.ready;
  };
}
