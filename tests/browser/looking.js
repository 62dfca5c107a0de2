// What is asked of the page that is open, inside the browser; looking.py says why. Runs before the page's own scripts,
// with axe before it.
(() => {
  // Kept, since the editors' pages bring another version under the same name.
  const axe = window.axe;

  const LOOKS = /^(class|role|type|style|fill|hidden|data-(color|size|variant)|aria-(current|invalid|disabled|sort))$/;
  // The list of shortcuts changes as scripts start, and is closed.
  const CHANGED_BY_SCRIPTS = "[data-shortcut-list], body > dialog";
  // What is a name, a quotation or a code says so in the page.
  const FOREIGN = "bdi, code, svg, script, style, template, noscript, body [lang], [translate=no], textarea";
  const WORDS_IN = ["aria-label", "alt", "title", "placeholder", "data-label"];
  const TARGETS =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']," +
    ":is([role=button], [role=link], [role=tab], [role=checkbox], [role=radio], [role=switch], [role=option])";
  // CSS pixels, WCAG 2.5.8.
  const WIDE_ENOUGH = 24;
  // Of so many that are built and drawn alike, as rows are, the colours are looked at.
  const ENOUGH_ALIKE = 4;
  const DRAWN = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "textShadow"];

  const inOneLine = (text) => text?.replace(/\s+/g, " ").trim();

  function short(words) {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < words.length; i++) {
      a = Math.imul(a ^ words.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ words.charCodeAt(i), 1597334677);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  }

  // The kind of each element: the name, the attributes and the looks of it and of all that it lies in, which is what style
  // sheets can tell apart.
  function kindsOfElements() {
    const kinds = new Map();
    const gather = (element, above) => {
      const own = [...element.attributes].map(({ name, value }) => (LOOKS.test(name) ? `${name}=${value}` : name));
      const kind = short(`${above}>${element.localName}[${own.sort()}]`);
      kinds.set(element, kind);
      for (const child of element.children) if (!child.matches(CHANGED_BY_SCRIPTS)) gather(child, kind);
    };
    gather(document.body, "");
    return kinds;
  }

  // The elements that are built and drawn, with all that lies in them, as enough before them. Where they stand among
  // others may change how they are drawn, so the kind alone does not tell.
  function repeatedElements(kinds) {
    const seen = new Map();
    const repeated = new Set();
    const gather = (element) => {
      const style = getComputedStyle(element);
      let whole = [kinds.get(element), ...DRAWN.map((name) => style[name])].join();
      for (const child of element.children) if (kinds.has(child)) whole += gather(child);
      whole = short(whole);
      seen.set(whole, (seen.get(whole) ?? 0) + 1);
      if (seen.get(whole) > ENOUGH_ALIKE) repeated.add(element);
      return whole;
    };
    gather(document.body);
    return repeated;
  }

  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });
  // What is there for those who hear a page alone takes a pixel or none.
  const takesRoom = ({ width, height }) => width > 1 && height > 1;

  // Whether targets are too small for how near they lie to each other, or lie over each other. It errs to that side: axe
  // has the last word.
  function crowded() {
    const targets = [...document.querySelectorAll(TARGETS)]
      .filter(isVisible)
      .flatMap((element) =>
        [element.getBoundingClientRect(), ...element.getClientRects()].map((box) => ({ element, box })),
      )
      .filter(({ box }) => takesRoom(box))
      .map(({ element, box: { left, right, top, bottom } }) => {
        const isSmall = Math.min(right - left, bottom - top) < WIDE_ENOUGH;
        return { element, left, right, top, bottom, isSmall, x: (left + right) / 2, y: (top + bottom) / 2 };
      });
    const outside = (at, from, to) => Math.max(from - at, 0, at - to);
    const tooNear = (one, other) =>
      Math.hypot(outside(one.x, other.left, other.right), outside(one.y, other.top, other.bottom)) < WIDE_ENOUGH / 2 ||
      (other.isSmall && Math.hypot(one.x - other.x, one.y - other.y) < WIDE_ENOUGH);
    const over = (one, other) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 0.5 &&
      !one.element.contains(other.element) &&
      !other.element.contains(one.element);
    return targets.some((one) =>
      targets.some(
        (other) => other.element !== one.element && (over(one, other) || (one.isSmall && tooNear(one, other))),
      ),
    );
  }

  // Whether something scrolls that is shown, other than the page. It errs to that side too.
  function scrolls(kinds) {
    return [...kinds.keys()].some(
      (element) =>
        (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) &&
        /auto|scroll/.test(getComputedStyle(element).overflow) &&
        isVisible(element),
    );
  }

  function textsOfPage() {
    const texts = [];
    const keep = (element, text) => {
      const words = inOneLine(text);
      if (words && element && !element.closest(FOREIGN)) texts.push(words);
    };
    keep(document.documentElement, document.title);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) keep(walker.currentNode.parentElement, walker.currentNode.data);
    for (const name of WORDS_IN)
      for (const element of document.body.querySelectorAll(`[${name}]`)) keep(element, element.getAttribute(name));
    return texts;
  }

  // What a reader has of the page at this width: which elements, in their order, and the words.
  function whatIsShown(kinds, texts) {
    const isShown = (element) => isVisible(element) && takesRoom(element.getBoundingClientRect());
    return short([...kinds].map(([element, kind]) => (isShown(element) ? kind : "")).join() + texts.join());
  }

  async function violations({ options, ofWords, ofRoom, ofColours }, isKnown, fresh, kinds) {
    const all = axe.getRules(options.runOnly.values).map(({ ruleId }) => ruleId);
    // What lies in a frame is seen by axe alone.
    const hasFrame = Boolean(document.querySelector("iframe"));
    const cannotBe = {
      "target-size": !hasFrame && !crowded(),
      "scrollable-region-focusable": !hasFrame && !scrolls(kinds),
    };
    const off = all.filter(
      (rule) =>
        ofColours.includes(rule) ||
        cannotBe[rule] ||
        (isKnown.byBuild && !ofWords.includes(rule)) ||
        (isKnown.byWhatIsShown && !ofRoom.includes(rule)),
    );
    const rules = { ...options.rules, ...Object.fromEntries(off.map((rule) => [rule, { enabled: false }])) };
    const found = off.length < all.length ? (await axe.run({ ...options, rules })).violations : [];
    if (!fresh.size) return found;
    const repeated = repeatedElements(kinds);
    const outermost = (all) => [...all].filter((element) => element.isConnected && !all.has(element.parentElement));
    const include = outermost(fresh).filter((element) => !repeated.has(element));
    if (!include.length) return found;
    const exclude = outermost(repeated);
    const colours = { ...options, runOnly: { type: "rule", values: ofColours }, rules: {} };
    return [...found, ...(await axe.run({ include, exclude }, colours)).violations];
  }

  // What was shown of a page that is looked at again, in a window of another size.
  const shownBefore = new WeakMap();

  // `built` holds what pages of this width were built of, `known` the kinds whose colours were looked at; both grow.
  async function look({ rules, built, known, ready }) {
    const html = document.documentElement;
    const kinds = kindsOfElements();
    const build = short([...kinds.values()].sort().join());
    const fresh = [...kinds].filter(([, kind]) => !known.has(kind));
    const texts = textsOfPage();
    const shown = whatIsShown(kinds, texts);
    const isKnown = { byBuild: built.has(build), byWhatIsShown: shownBefore.get(document.body) === shown };
    const found = await violations(rules, isKnown, new Set(fresh.map(([element]) => element)), kinds);
    built.add(build);
    shownBefore.set(document.body, shown);
    for (const [, kind] of fresh) known.add(kind);
    return {
      violations: found.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 200))]),
      wider: html.scrollWidth - html.clientWidth,
      // On a phone a row of such a table is a block, in which a figure stands beside its name.
      nameless: [...document.querySelectorAll("table.stacked td:not([data-label]):not(:has(a, button))")]
        .filter((cell) => inOneLine(cell.textContent)).length,
      lang: html.lang,
      dir: html.dir,
      heading: [...document.querySelectorAll("h1")].map((heading) => inOneLine(heading.textContent)).join(" / "),
      texts,
      whole: !ready || Boolean(document.querySelector(ready)),
      drawn: Boolean(document.querySelector("convive-map, convive-chart")),
      build,
      fresh: fresh.map(([, kind]) => kind).join(" "),
    };
  }

  // A map that zooms is there some frames after its page. Rejects if it is not within so many milliseconds.
  async function mapsAreDrawn(within) {
    const end = performance.now() + within;
    while (document.querySelector("convive-map[data-areas]:not([data-ready])")) {
      if (performance.now() > end) throw new Error("a map is not drawn");
      await new Promise(requestAnimationFrame);
    }
  }

  async function ask(language, address) {
    document.cookie = `django_language=${language}; path=/`;
    const answer = await fetch(address, { headers: { "Save-Data": "on" } });
    const { status, headers, url } = answer;
    return { status, headers: Object.fromEntries(headers), url, text: await answer.text() };
  }

  // The page in another language in place of the one that is open, as a boosted link brings it: no second start of scripts
  // and style sheets, which takes longer than the page. Maps are as the server draws them for who saves data.
  function show(text) {
    const { documentElement: html, title, body } = new DOMParser().parseFromString(text, "text/html");
    for (const { name, value } of html.attributes) document.documentElement.setAttribute(name, value);
    document.title = title;
    for (const map of body.querySelectorAll("convive-map")) delete map.dataset.areas;
    document.body.replaceWith(document.adoptNode(body));
  }

  // The page that is open, or what `bring` gives: the page at an address, in each of several languages after each other.
  // Asked and answered in JSON: what goes through Playwright as an object is taken apart word by word, on both sides.
  window.theWalk = async (asked) => {
    const { rules, built, known, ready, drawnIn, bring } = JSON.parse(asked);
    const asking = { rules, built: new Set(built), known: new Set(known.split(" ")), ready };
    if (drawnIn) await mapsAreDrawn(drawnIn);
    if (!bring) return JSON.stringify([await look(asking)]);
    const all = [];
    const begin = (at) => at < bring.languages.length && ask(bring.languages[at], bring.address);
    let coming = begin(0);
    for (const at of bring.languages.keys()) {
      const { text, ...answer } = await coming;
      // While this one is looked at, the server is at the next.
      coming = begin(at + 1);
      show(text);
      all.push({ ...(await look(asking)), answer });
    }
    return JSON.stringify(all);
  };
})();
