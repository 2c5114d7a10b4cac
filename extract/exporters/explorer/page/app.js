"use strict";
/* The whole page: its state, the address that keeps it, and what is drawn again when it changes. */
filrouge.app = (() => {
  const { h, fill, language, selection, facets, list, detail, overview, threads, text } = filrouge;
  const core = filrouge.here("core");
  const VIEWS = ["overview", "items", ...(core.threads ? ["threads"] : [])];
  const PRINTED = 300; // items a printed list holds
  const kept = { get: (key) => { try { return localStorage.getItem(`filrouge-${key}`); } catch { return null; } }, set: (key, value) => { try { localStorage.setItem(`filrouge-${key}`, value); } catch { /* a browser that keeps nothing */ } } };
  let state = blank(), hits = [], parts = {}, asked = text.ask("");

  function blank() {
    return { view: "overview", q: "", variants: false, sort: "document", measure: "count", item: -1, ...Object.fromEntries(selection.EVERY.map((name) => [name, new Set()])) };
  }

  /* -- the address: everything a bookmark should bring back -- */

  function address() {
    const said = new URLSearchParams();
    if (state.view !== "overview") said.set("view", state.view);
    if (state.q.trim()) said.set("q", state.q.trim());
    for (const name of selection.EVERY) for (const value of state[name]) said.append(name, value || "-");
    if (state.variants) said.set("variants", "1");
    if (state.sort !== "document") said.set("sort", state.sort);
    if (state.measure !== "count") said.set("measure", state.measure);
    if (state.item >= 0) said.set("item", reference(state.item));
    return `#${said}`;
  }

  function read() {
    const said = new URLSearchParams(location.hash.slice(1));
    const next = blank();
    if (VIEWS.includes(said.get("view"))) next.view = said.get("view");
    next.q = said.get("q") || "";
    for (const name of selection.EVERY) next[name] = new Set(said.getAll(name).map((value) => (value === "-" ? "" : value)).filter((value) => selection.facet(name).names.includes(value)));
    next.variants = said.has("variants");
    if (["newest", "oldest"].includes(said.get("sort"))) next.sort = said.get("sort");
    if (said.get("measure") === "share") next.measure = "share";
    next.item = referred(said.get("item") || "");
    return next;
  }

  /* An item by its document's id and its place in it: what other documents come and go leaves it alone. */
  function reference(item) {
    const owner = core.documents[selection.owner[item]];
    return `${owner.id}.${item - owner.first + 1}`;
  }

  function referred(said) {
    const [id, order] = said.split(".");
    const owner = core.documents.find((document) => document.id === id);
    return owner && order >= 1 && order <= owner.count ? owner.first + Number(order) - 1 : -1;
  }

  function keep(step) {
    const next = address();
    if (next === (location.hash || "#")) return;
    if (step) history.pushState(null, "", next);
    else history.replaceState(null, "", next);
  }

  /* -- changes -- */

  function change(wanted) {
    const before = state;
    if (wanted.pick) {
      state = { ...state, view: "items", ...Object.fromEntries(Object.entries(wanted.pick).map(([name, value]) => [name, new Set([value])])) };
      Object.keys(wanted.pick).forEach((name) => selection.choose(name, state[name]));
    } else state = { ...state, ...wanted };
    if (state.view !== before.view) threads.reset();
    refresh();
    keep(state.view !== before.view);
    if (wanted.pick) list.focus();
    if (wanted.item >= 0) openItem(wanted.item, true);
  }

  function toggle(name, value, on) {
    if (name === "variants") {
      state.variants = value;
      selection.chooseVariants(value);
    } else {
      if (on) state[name].add(value);
      else state[name].delete(value);
      selection.choose(name, state[name]);
    }
    refresh();
    keep(false);
  }

  function clear() {
    const { view, sort, measure } = state;
    state = { ...blank(), view, sort, measure };
    parts.search.value = "";
    apply();
    keep(false);
    parts.search.focus();
  }

  /* Brings every filter to what the state says. */
  function apply() {
    for (const name of selection.EVERY) selection.choose(name, state[name]);
    selection.chooseVariants(state.variants);
    seek();
  }

  /* The query's words; their index is fetched when it is first needed (or when the page has nothing else to do). */
  async function seek() {
    asked = text.ask(state.q);
    const query = state.q;
    if (!selection.search(asked)) {
      tell(language.say("loading"));
      await learn();
      if (query !== state.q) return;
      selection.search(asked);
    }
    if (asked.phrases.length) await phrases(query);
    if (query === state.q) refresh();
  }

  const learn = () => filrouge.load("words").then(selection.learn, (error) => tell(language.say("lost", { name: error.message })));

  /* Words in a row are looked for in the texts of the items that hold the words. */
  async function phrases(query) {
    const candidates = [];
    selection.without(selection.EVERY.concat("variant"), (item) => candidates.push(item));
    const accepted = new Set();
    for (const item of candidates) {
      const row = list.read(item, filrouge.here(`rows/${Math.floor(item / core.sizes.rows)}`) || (await list.rowsOf(item)));
      if (asked.phrases.every((phrase) => [row.text, row.leadIn, ...row.path].some((said) => text.holds(said, phrase)))) accepted.add(item);
    }
    if (query === state.q) selection.keep(accepted);
  }

  /* -- drawing -- */

  function refresh() {
    selection.sortBy(state.sort);
    hits = selection.result();
    facets.update(state);
    pills();
    const said = hits.length ? language.say("shown", { n: hits.length, all: core.count }) : language.say("noneShown", { n: core.count, documents: core.documents.length });
    parts.count.textContent = said;
    tell(said);
    document.body.dataset.view = state.view;
    for (const view of VIEWS) {
      parts[view].hidden = view !== state.view;
      parts.tabs[view].toggleAttribute("aria-current", false);
      if (view === state.view) parts.tabs[view].setAttribute("aria-current", "page");
    }
    if (state.view === "overview") overview.render(parts.overview, hits, state, change);
    else if (state.view === "items") list.show(hits, [...asked.words, ...asked.phrases.flat()]);
    else threads.render(parts.threads, change);
  }

  const tell = filrouge.later((said) => (parts.live.textContent = said), 400);

  function pills() {
    const { say, name } = language;
    const made = selection.EVERY.flatMap((facet) =>
      [...state[facet]].map((value) => {
        const what = `${say(facet)} : ${name(facet, value)}`;
        return h("li", {}, h("button", { type: "button", class: "pill", "aria-label": say("remove", { what }), onclick: () => (toggle(facet, value, false), parts.count.focus()) }, name(facet, value), h("span", { "aria-hidden": "true" }, " ×")));
      }),
    );
    const any = made.length || state.q || state.variants;
    fill(parts.pills, made, any ? h("li", {}, h("button", { type: "button", class: "quiet", onclick: clear }, say("clear"))) : null);
  }

  function openItem(item, focus) {
    state.item = item;
    list.select(item);
    parts.items.classList.add("opened");
    if (!parts.list.getClientRects().length) parts.items.scrollIntoView();
    detail.open(item, focus, [...asked.words, ...asked.phrases.flat()]);
    keep(false);
  }

  function back() {
    parts.items.classList.remove("opened");
    list.measure();
    list.focus();
  }

  /* -- paper -- */

  async function print() {
    if (state.view === "items") await Promise.all(Array.from(hits.subarray(0, PRINTED), (item) => list.rowsOf(item)));
    window.print();
  }

  /* The list as paper needs it: the first items, as far as their texts are there (all of them, when our own button was pressed). */
  function paper() {
    if (state.view !== "items") return;
    const there = (item) => filrouge.here(`rows/${Math.floor(item / core.sizes.rows)}`);
    const rows = Array.from(hits.subarray(0, PRINTED)).filter(there).map((item) => list.read(item, there(item)));
    const source = (row) => [row.document.title, row.document.path].filter(Boolean).join(" · ");
    const entry = (row) => h("li", {}, list.source(row.item, row), h("p", { class: "said" }, text.marked(row.text, row.marks(0))), list.path(row, []), list.chips(row.item), h("p", { class: "file" }, source(row)));
    const title = rows.length < hits.length ? language.say("printed", { n: rows.length, all: hits.length }) : parts.count.textContent;
    fill(parts.paper, h("h2", {}, title), h("ol", {}, rows.map(entry)));
  }
  window.addEventListener("beforeprint", paper);
  window.addEventListener("afterprint", () => fill(parts.paper));

  /* -- the frame -- */

  function frame() {
    const { say } = language;
    document.title = core.title ? `${core.title} · Filrouge` : "Filrouge";
    parts = { tabs: {} };
    const tabs = VIEWS.map((view) => (parts.tabs[view] = h("button", { type: "button", onclick: () => change({ view }) }, say(view))));
    parts.search = h("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", value: state.q, "aria-describedby": "search-hint", oninput: filrouge.later(() => ((state.q = parts.search.value), seek(), keep(false)), 90) });
    parts.count = h("p", { class: "count", tabindex: "-1", id: "results" });
    parts.pills = h("ul", { class: "pills", "aria-label": say("selectionNow") });
    parts.facets = h("div", { class: "facets" });
    parts.live = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
    parts.overview = h("div", { class: "view" });
    parts.list = h("div", { class: "list" });
    parts.detail = h("div", { class: "detail", role: "region", "aria-label": say("from"), tabindex: "-1" });
    parts.items = h("div", { class: "view split", hidden: true }, parts.list, parts.detail);
    parts.threads = h("div", { class: "view", hidden: true });
    parts.paper = h("div", { class: "paperlist", "aria-hidden": "true" });
    const sort = h("select", { id: "sort", onchange: (event) => change({ sort: event.target.value }) }, ["document", "newest", "oldest"].map((how) => h("option", { value: how, selected: how === state.sort }, say(how))));
    const filters = h("details", { class: "filters", open: matchMedia("(min-width: 60rem)").matches }, h("summary", {}, say("filters")), parts.facets);
    fill(
      document.getElementById("page"),
      h("a", { class: "skip", href: "#results", onclick: (event) => (event.preventDefault(), parts.count.focus()) }, say("skip")),
      h(
        "header",
        {},
        h("div", { class: "brand" }, h("h1", {}, core.title || "Filrouge"), h("p", {}, core.title ? "Filrouge" : say("tagline"))),
        h("nav", { class: "tabs", "aria-label": say("views") }, tabs),
        h("div", { class: "tools" }, tool("language", { fr: "Français", en: "English" }, language.code(), speak), tool("look", { auto: say("auto"), light: say("light"), dark: say("dark") }, look(), (value) => look(value)), h("button", { type: "button", class: "quiet", onclick: print }, say("print"))),
      ),
      h(
        "div",
        { class: "body" },
        h("search", { class: "side-panel" }, h("label", { class: "search", for: "search" }, h("span", {}, say("search")), parts.search), h("p", { class: "help", id: "search-hint" }, say("searchHint")), filters),
        h("main", {}, h("div", { class: "bar" }, parts.count, h("label", { class: "sort", for: "sort" }, say("sort"), " ", sort), parts.pills), parts.live, parts.overview, parts.items, parts.threads),
      ),
      h("footer", {}, h("p", {}, core.software)),
      parts.paper,
    );
    list.build(parts.list, core, openItem);
    detail.build(parts.detail, core, { back, thread: (at) => (change({ view: "threads" }), threads.show(at), refresh()) });
    selection.result();
    facets.build(parts.facets, state, toggle);
  }

  function tool(name, choices, now, act) {
    return h("label", { class: "tool" }, h("span", { class: "unseen" }, language.say(name)), h("select", { id: name, onchange: (event) => act(event.target.value) }, Object.entries(choices).map(([value, said]) => h("option", { value, selected: value === now }, said))));
  }

  function speak(code) {
    kept.set("language", code);
    language.use(code);
    frame();
    apply();
    if (state.item >= 0 && state.view === "items") openItem(state.item, false);
    document.getElementById("language").focus();
  }

  /* The appearance asked for ("auto" follows the system), set when given. */
  function look(value) {
    if (value) kept.set("look", value);
    const is = value || kept.get("look") || "auto";
    if (is === "auto") delete document.documentElement.dataset.look;
    else document.documentElement.dataset.look = is;
    return is;
  }

  function keys(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      parts.search.focus();
    } else if (event.key === "Escape" && parts.detail.contains(event.target)) back();
    else if (event.key === "Escape" && event.target === parts.search && parts.search.value) clear();
  }

  function start() {
    selection.open(core);
    overview.open(core);
    language.open(core);
    language.use(kept.get("language") || ((navigator.languages || [navigator.language])[0].toLowerCase().startsWith("en") ? "en" : "fr"));
    look();
    state = blank();
    frame();
    restore();
    document.addEventListener("keydown", keys);
    window.addEventListener("popstate", restore);
    window.addEventListener("hashchange", restore);
    const idle = window.requestIdleCallback || ((action) => setTimeout(action, 200));
    idle(learn);
  }

  function restore() {
    state = read();
    parts.search.value = state.q;
    document.getElementById("sort").value = state.sort;
    apply();
    if (state.view === "items" && state.item >= 0) openItem(state.item, false);
  }

  return { start, state: () => state, hits: () => hits };
})();
filrouge.app.start();
