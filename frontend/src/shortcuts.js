// Keyboard shortcuts of the desk. Each is an element of the page that says its keys, so that a room joins by being there:
//
//   data-shortcut="g p"       on a link or a button: it is pressed
//   data-shortcut-list        the list of them, a <details> that is read without script
//   data-shortcut-dialog      in it: what a dialog shows, with [data-shortcut-switch], a checkbox to turn them off
//
// One key alone does something, so they can be turned off (WCAG 2.1.4) and wait while somebody types or chooses.

const OFF = "convive-shortcuts-off";
// Milliseconds in which the second key follows the first.
const PATIENCE = 1500;

const list = document.querySelector("[data-shortcut-list]");

// Storage may be barred; then the choice lasts as long as the page.
let off = false;
try {
  off = localStorage.getItem(OFF) === "1";
} catch {}

// The key by what is printed on it; on a keyboard without Latin letters, by where it lies.
function keyOf({ key, code }) {
  if (key === "؟") return "?";
  if (/^[!-~]$/.test(key)) return key.toLowerCase();
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  return null;
}

const typing = (target) =>
  target?.closest?.("input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]");

function findFilter() {
  const fields = "input:not([type=hidden], [type=checkbox], [type=radio]), select";
  return document.querySelector(`main .filters :is(${fields})`);
}

function start() {
  const shown = list.querySelector("[data-shortcut-dialog]");
  const toggle = shown.querySelector("[data-shortcut-switch] input");
  const dialog = document.createElement("dialog");
  dialog.className = "ds-dialog";
  dialog.setAttribute("aria-labelledby", shown.querySelector("h2").id);
  dialog.setAttribute("closedby", "any");
  document.body.append(dialog);
  for (const hidden of shown.querySelectorAll("[data-shortcut-switch], [data-shortcut-close]")) hidden.hidden = false;
  const close = shown.querySelector("[data-shortcut-close]");
  close.hidden = true;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    close.hidden = true;
    list.append(shown);
  });

  toggle.checked = !off;
  toggle.addEventListener("change", () => {
    off = !toggle.checked;
    try {
      localStorage.setItem(OFF, off ? "1" : "");
    } catch {}
  });

  const acts = {
    "?": () => {
      list.open = false;
      dialog.append(shown);
      close.hidden = false;
      dialog.showModal();
    },
    "/": () => {
      const field = findFilter();
      field?.focus();
      field?.select?.();
      return Boolean(field);
    },
  };

  let first = "";
  let forget;
  document.addEventListener("keydown", (event) => {
    const { target, ctrlKey, metaKey, altKey, repeat, isComposing, defaultPrevented } = event;
    if (off || ctrlKey || metaKey || altKey || repeat || isComposing || defaultPrevented) return;
    if (typing(target) || document.querySelector("dialog[open]")) return;
    const key = keyOf(event);
    if (!key) return;
    const keys = first ? `${first} ${key}` : key;
    clearTimeout(forget);
    first = "";
    const pressed = document.querySelector(`[data-shortcut="${CSS.escape(keys)}"]`);
    if (pressed) {
      event.preventDefault();
      pressed.click();
    } else if (acts[keys]) {
      if (acts[keys]() !== false) event.preventDefault();
    } else if (document.querySelector(`[data-shortcut^="${CSS.escape(key)} "]`)) {
      first = key;
      forget = setTimeout(() => (first = ""), PATIENCE);
    }
  });
}

if (list) start();
