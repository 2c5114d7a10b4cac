"use strict";
/* The first view: what there is, how it moves, and what is missing. */
filrouge.overview = (() => {
  const { h, fill } = filrouge;
  const SHOWN = 25; // organisations before "Show all"
  let core, parts = null, all = false;

  /* Notes for each document the years it speaks for: its own, and those its items are for (plans for the year after). */
  function open(data) {
    core = data;
    const { year } = filrouge.selection;
    for (const document of core.documents) {
      document.speaks = new Set(year.subarray(document.first, document.first + document.count)).add(document.year || 0);
      document.speaks.delete(0);
    }
  }

  /* Documents under the filters of organisation, document type and versions: how many speak for each year, the years each organisation's
     are of, and the years missing between these. */
  function editions(variants = filrouge.app.state().variants) {
    const { organisation, genre } = filrouge.app.state();
    const documents = core.documents.filter(
      (document) => (variants || !document.variant) && (!organisation.size || organisation.has(document.organisation || "")) && (!genre.size || genre.has(document.genre || "")),
    );
    const byOrganisation = new Map(), byYear = new Map(), missing = new Map();
    for (const document of documents) {
      for (const when of document.speaks) byYear.set(when, (byYear.get(when) || 0) + 1);
      const key = document.organisation || "";
      if (!byOrganisation.has(key)) byOrganisation.set(key, new Map());
      const years = byOrganisation.get(key);
      const when = document.year || 0;
      if (!years.has(when)) years.set(when, []);
      years.get(when).push(document);
    }
    for (const [key, years] of byOrganisation) {
      const dated = [...years.keys()].filter(Boolean);
      if (!key || !dated.length) continue;
      for (let when = Math.min(...dated) + 1; when < Math.max(...dated); when++) {
        if (!years.has(when)) missing.set(when, [...(missing.get(when) || []), key]);
      }
    }
    return { documents, byOrganisation, byYear, missing, dated: documents.map((document) => document.year).filter(Boolean) };
  }

  /* Draws the view; what has not changed stays as it is, and with it the keyboard's focus. */
  function render(place, hits, state, change) {
    const held = editions();
    if (parts?.place !== place || !place.contains(parts.table)) frame(place, change);
    parts.measures[state.measure].checked = true;
    fill(parts.figures, figures(hits, held));
    fill(parts.table, filrouge.heatmap.table(state, state.measure, (what) => change({ pick: what })));
    const key = JSON.stringify([[...state.organisation], [...state.genre], state.variants, all]);
    if (parts.key !== key) fill(parts.held, grid(held, change));
    parts.key = key;
  }

  function frame(place, change) {
    const { say } = filrouge.language;
    const measures = Object.fromEntries(["count", "share"].map((value) => [value, h("input", { type: "radio", name: "measure", id: `measure-${value}`, onchange: () => change({ measure: value }) })]));
    const radio = (value, key) => [measures[value], h("label", { for: `measure-${value}` }, say(key))];
    parts = { place, measures, figures: h("section", { "aria-label": say("figures") }), held: h("section", { class: "card", "aria-labelledby": "held-title" }) };
    parts.table = h("div", { class: "wide", tabindex: "0", role: "region", "aria-labelledby": "heat-title" });
    const choice = h("div", { class: "switch", role: "radiogroup", "aria-label": say("measure") }, radio("count", "counts"), radio("share", "shares"));
    const heat = [h("div", { class: "title" }, h("h2", { id: "heat-title" }, say("heat")), choice), h("p", { class: "help", id: "heat-help" }, say("heatHelp")), parts.table];
    fill(place, parts.figures, h("section", { class: "card", "aria-labelledby": "heat-title" }, heat), parts.held, unread());
  }

  function figures(hits, held) {
    const { say, number } = filrouge.language;
    const { facet, year } = filrouge.selection;
    const theme = facet("theme");
    const none = theme.names.length - 1;
    let first = 9999, last = 0, themed = 0;
    for (const item of hits) {
      if (year[item]) [first, last] = [Math.min(first, year[item]), Math.max(last, year[item])];
      if (!((theme.columns[none >> 5][item] >>> (none & 31)) & 1)) themed++;
    }
    const gaps = [...held.missing.values()].reduce((sum, who) => sum + who.length, 0);
    const known = [...held.byOrganisation.keys()].filter(Boolean).length;
    const figure = (value, label, extra = "") => h("div", { class: `figure ${extra}` }, h("dt", {}, label), h("dd", {}, value));
    return h(
      "dl",
      { class: "figures" },
      figure(number(hits.length), say("itemsFound", { n: hits.length }), "main"),
      figure(number(held.documents.length), say("documents", { n: held.documents.length })),
      figure(number(known), say("organisations", { n: known })),
      figure(last ? (first === last ? String(first) : `${first}–${last}`) : "—", say("years")),
      figure(hits.length ? filrouge.language.share(themed / hits.length) : "—", say("withTheme")),
      figure(number(gaps), say("gaps", { n: gaps }), gaps ? "warn" : ""),
    );
  }

  function grid(held, change) {
    const { say, name, number } = filrouge.language;
    const years = filrouge.heatmap.span(held.dated);
    const undated = [...held.byOrganisation.values()].some((found) => found.has(0));
    const rows = [...held.byOrganisation].sort(([a], [b]) => (a === "") - (b === "") || a.localeCompare(b, "fr"));
    const cell = (key, found, when) => {
      const documents = found.get(when);
      const who = name("organisation", key);
      const said = { organisation: who, year: when ? filrouge.heatmap.called(when) : say("undated") };
      if (documents) {
        const n = documents.reduce((sum, document) => sum + document.count, 0);
        const label = say("heldCell", { ...said, documents: documents.length, n });
        return h("td", { class: "held" }, h("button", { type: "button", title: label, "aria-label": label, onclick: () => change({ pick: { organisation: key, ...(when ? { year: String(when) } : {}) } }) }, number(n)));
      }
      const gap = when && (held.missing.get(Array.isArray(when) ? when[0] : when) || []).includes(key); // a stretch of years is missing as a whole
      return h("td", { class: gap ? "gap" : undefined, title: gap ? say("heldMissing", said) : undefined }, gap ? h("span", { "aria-label": say("heldMissing", said), role: "img" }, "—") : "");
    };
    const shown = all ? rows : rows.slice(0, SHOWN);
    return [
      h("div", { class: "title" }, h("h2", { id: "held-title" }, say("held"))),
      h("p", { class: "help" }, say("heldHelp")),
      h(
        "div",
        { class: "wide", tabindex: "0", role: "region", "aria-labelledby": "held-title" },
        h(
          "table",
          { class: "held" },
          h("caption", { class: "unseen" }, say("held")),
          h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, say("organisation")), years.map((when) => h("th", { scope: "col" }, filrouge.heatmap.called(when))), undated ? h("th", { scope: "col" }, say("undated")) : null)),
          h("tbody", {}, shown.map(([key, found]) => h("tr", {}, h("th", { scope: "row" }, name("organisation", key)), years.map((when) => cell(key, found, when)), undated ? cell(key, found, 0) : null))),
        ),
      ),
      rows.length > shown.length ? h("button", { type: "button", class: "quiet", onclick: () => ((all = true), change({})) }, say("more", { n: rows.length })) : null,
    ];
  }

  function unread() {
    const { say } = filrouge.language;
    const said = (key, otherwise) => (filrouge.language.known[filrouge.language.code()][key] ? say(key) : otherwise);
    const versions = core.documents.filter((document) => document.variant).length;
    const notes = [core.copies ? say("copies", { n: core.copies }) : "", versions ? say("otherVersions", { n: versions }) : ""].filter(Boolean);
    if (!core.unread.length && !notes.length) return null;
    return h(
      "section",
      { class: "card" },
      notes.map((note) => h("p", { class: "help" }, note)),
      core.unread.length
        ? h(
            "details",
            {},
            h("summary", {}, h("h2", {}, say("unread")), h("span", { class: "tally" }, say("unreadCount", { n: core.unread.length }))),
            h("div", { class: "wide" }, h("table", { class: "plain" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("file")), h("th", { scope: "col" }, say("why")))), h("tbody", {}, core.unread.map(([path, , code, message]) => h("tr", {}, h("th", { scope: "row" }, path), h("td", {}, said(`code_${code}`, code), message ? h("p", { class: "help", lang: "en" }, message) : null)))))),
          )
        : null,
    );
  }

  return { open, render, editions };
})();
