// Starts the date and time choosers of the editors' pages, which come as <template class="chooser">. Wagtail would start
// them by inline script; the site's security policy allows none.
const start = (root) => {
  for (const template of root.querySelectorAll("template.chooser:not([data-started])")) {
    template.dataset.started = "";
    window[template.dataset.start]?.(template.dataset.for, JSON.parse(template.dataset.config || "{}"));
  }
};

document.addEventListener("DOMContentLoaded", () => {
  start(document);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.querySelectorAll) start(node);
  }).observe(document.body, { childList: true, subtree: true });
});
