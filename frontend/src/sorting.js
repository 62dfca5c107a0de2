// <table data-sortable>: its heads become buttons that sort, and the browser remembers how, for each table.
//
//   data-sort-value   on a cell: what to sort by, where the text will not do (dates)
//
// The server's own order is the third choice of each head. Tables that the server sorts by their address need none of this.

const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

function remembered(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function remember(key, sort) {
  try {
    if (sort.direction === "none") localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(sort));
  } catch {}
}

function make(table) {
  if (table.dataset.sorted !== undefined) return;
  table.dataset.sorted = "";
  const key = `convive-sort ${location.pathname}#${table.id}`;
  const body = table.tBodies[0];
  const served = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const worth = (row, column) => {
    const cell = row.cells[column];
    return cell?.dataset.sortValue ?? cell?.textContent.trim() ?? "";
  };

  function sort(column, direction) {
    const sign = direction === "descending" ? -1 : 1;
    const rows = [...served];
    if (direction !== "none") rows.sort((a, b) => sign * compare(worth(a, column), worth(b, column)));
    body.append(...rows);
    heads.forEach((head, index) => {
      if (index === column && direction !== "none") head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    });
  }

  heads.forEach((head, column) => {
    // A head for what can be done names nothing that could be sorted by.
    if (head.querySelector(".ds-sr-only")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const direction = NEXT[head.getAttribute("aria-sort") ?? "none"];
      sort(column, direction);
      remember(key, { column, direction });
    });
  });
  const { column, direction } = remembered(key);
  if (heads[column]?.querySelector(".sort") && direction in NEXT) sort(column, direction);
}

const makeAll = () => document.querySelectorAll("table[data-sortable]").forEach(make);
makeAll();
document.addEventListener("htmx:after:swap", makeAll);
