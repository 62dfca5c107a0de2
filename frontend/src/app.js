// What every page loads: htmx, small comforts, and the two elements that fetch the rest only where they stand.
import "htmx.org";
import "./shortcuts.js";
import "./sorting.js";

// Django wants its token on every request that changes something; the language form on each page carries one.
document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceElement } = event.detail.ctx;
  if (["GET", "HEAD"].includes(request.method)) return;
  const field = 'input[name="csrfmiddlewaretoken"]';
  const token = (sourceElement?.closest?.("form")?.querySelector(field) ?? document.querySelector(field))?.value;
  if (token) request.headers["X-CSRFToken"] = token;
});

// Errors come first, also for those who do not look at the top of the page.
function showErrors() {
  document.querySelector(".ds-error-summary")?.focus();
}
showErrors();
document.addEventListener("htmx:after:swap", showErrors);

// Open menus close as people expect.
const closeMenus = (but) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== but) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest?.("details.menu[open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

// On a slow or paid-for line the picture the server drew is enough.
const line = navigator.connection;
const thrifty = Boolean(line?.saveData || /2g/.test(line?.effectiveType ?? ""));

function define(name, load) {
  customElements.define(
    name,
    class extends HTMLElement {
      async connectedCallback() {
        const { upgrade } = await load();
        if (this.isConnected && !this.takeDown) this.takeDown = upgrade(this, { thrifty });
      }

      disconnectedCallback() {
        this.takeDown?.();
        this.takeDown = undefined;
      }
    },
  );
}
define("convive-map", () => import("./areas.js"));
define("convive-chart", () => import("./chart.js"));
