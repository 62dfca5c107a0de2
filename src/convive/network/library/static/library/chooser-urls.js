// The addresses that the editor of translations asks for, from the element that loads this: it stands in an inline script
// in wagtail-localize's own page, and the site's security policy allows none.
window.chooserUrls ??= { ...document.currentScript.dataset };
