// What Wagtail's pages for editors need to work under the site's security policy, which allows no inline script, and for
// those who cannot see them. Each mends one thing wherever it comes into a page.

// Date and time choosers come as <template class="chooser">; Wagtail would start them by inline script.
function startChoosers(root) {
  for (const template of root.querySelectorAll("template.chooser:not([data-started])")) {
    template.dataset.started = "";
    window[template.dataset.start]?.(template.dataset.for, JSON.parse(template.dataset.config || "{}"));
  }
}

// What is typed into has a name: that of its field, else of the page.
function nameFields(root) {
  const nameless = "[role=textbox][contenteditable], input.ui-autocomplete-input, input#fileupload, input[type=file]";
  for (const field of root.querySelectorAll(nameless)) {
    if (field.labels?.length || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby")) continue;
    const panel = field.closest(".w-panel, .w-field__wrapper, li, form");
    const name = panel?.querySelector("label, .w-panel__heading")?.textContent ?? document.querySelector("h1")?.textContent;
    if (name) field.setAttribute("aria-label", name.replace(/\s+/g, " ").replace("*", "").trim());
  }
}

// A heading that is read out when it changes stays a heading; the one after it comes one level below it.
function mendHeadings(root) {
  for (const heading of root.querySelectorAll("h2[role=alert]")) {
    heading.removeAttribute("role");
    heading.setAttribute("aria-live", "assertive");
  }
  for (const heading of root.querySelectorAll("h3.filter-title")) heading.setAttribute("aria-level", "2");
}

function mend(root) {
  startChoosers(root);
  nameFields(root);
  mendHeadings(root);
}

document.addEventListener("DOMContentLoaded", () => {
  mend(document);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.querySelectorAll) mend(node.parentNode ?? node);
  }).observe(document.body, { childList: true, subtree: true });
});

// All languages at once, on the page that sends one to be translated.
document.addEventListener("change", ({ target }) => {
  if (target.name !== "select_all") return;
  for (const locale of document.querySelectorAll('[name="locales"]')) locale.checked = target.checked;
});
