"use strict";
/* Theme × year as a table that is also a picture: real header cells for those who listen, colour for those who look, and under it what the
   counts are to be measured against. A year nobody read is hatched; only what was read can be zero. */
filrouge.heatmap = (() => {
  const { h } = filrouge;
  const STEPS = 6;
  const LONG = 3; // years in a row that nobody read share one column

  /* Items and what there was to be counted, by year, under all filters but those of theme and year. */
  function count() {
    const { facet, years, without } = filrouge.selection;
    const theme = facet("theme"), team = facet("team"), organisation = facet("organisation"), column = facet("year").column;
    const tallies = years.map(() => ({ items: 0, themes: new Uint32Array(theme.names.length), teams: new Set(), team: -1 }));
    without(["theme", "year"], (item) => {
      const tally = tallies[column[item]];
      tally.items++;
      const unit = team.names[team.column[item]] ? organisation.column[item] * team.names.length + team.column[item] : -1;
      if (unit !== tally.team) tally.teams.add((tally.team = unit)); // a team belongs to its organisation
      for (let at = 0; at < theme.columns.length; at++) {
        for (let mask = theme.columns[at][item]; mask !== 0; mask &= mask - 1) tally.themes[(at << 5) + 31 - Math.clz32(mask & -mask)]++;
      }
    });
    const dated = years.map((when, at) => [when, tallies[at]]).filter(([when, { items }]) => when && items);
    const held = filrouge.overview.editions();
    return {
      theme,
      held,
      items: new Map(dated.map(([when, { items }]) => [when, items])),
      cells: new Map(dated.map(([when, { themes }]) => [when, themes])),
      teams: new Map(dated.map(([when, tally]) => [when, tally.teams.size - (tally.teams.has(-1) ? 1 : 0)])),
      years: span(held.byYear.keys()),
    };
  }

  /* The columns of a table: years as numbers, and stretches of at least LONG years without anything as [first, last]. */
  function span(found) {
    const years = [...new Set(found)].sort((a, b) => a - b);
    return years.flatMap((when, at) => {
      const gap = at ? Array.from({ length: when - years[at - 1] - 1 }, (_, step) => years[at - 1] + 1 + step) : [];
      return [...(gap.length < LONG ? gap : [[gap[0], gap.at(-1)]]), when];
    });
  }

  const called = (when) => (Array.isArray(when) ? `${when[0]}–${String(when[1]).slice(String(when[0]).slice(0, 2) === String(when[1]).slice(0, 2) ? 2 : 0)}` : String(when));

  function table(chosen, measure, pick) {
    const { say, name, number } = filrouge.language;
    const { theme, cells, items, teams, held, years } = count();
    const totals = theme.names.map((_, at) => years.reduce((sum, when) => sum + (cells.get(when)?.[at] || 0), 0));
    const order = theme.names.map((_, at) => at).filter((at) => totals[at] || chosen.theme.has(theme.names[at]));
    order.sort((a, b) => (theme.names[a] === "") - (theme.names[b] === "") || totals[b] - totals[a] || a - b);
    const read = (when) => held.byYear.has(when);
    const worth = (at, when) => (measure === "share" ? (cells.get(when)?.[at] || 0) / (items.get(when) || 1) : cells.get(when)?.[at] || 0);
    const named = order.filter((at) => theme.names[at] !== ""); // items without a theme are counted, and do not set the scale
    const most = Math.max(1e-9, ...named.flatMap((at) => years.map((when) => worth(at, when))));
    const cell = (at, when) => {
      const said = { theme: name("theme", theme.names[at]), year: called(when), n: cells.get(when)?.[at] || 0, all: items.get(when) || 0 };
      if (!read(when)) return h("td", { class: "gap" }, h("button", { type: "button", tabindex: "-1", "aria-label": say("cellMissing", said), "aria-disabled": "true" }, "—"));
      const step = said.n && theme.names[at] !== "" ? Math.max(1, Math.ceil(Math.sqrt(worth(at, when) / most) * STEPS)) : 0;
      const shown = measure === "share" ? (said.n ? number(Math.max(1, Math.round(worth(at, when) * 100))) : "0") : number(said.n);
      const is = chosen.theme.has(theme.names[at]) && chosen.year.has(String(when));
      const label = say("cell", said);
      return h("td", { class: `heat-${step}${is ? " chosen" : ""}` }, h("button", { type: "button", tabindex: "-1", title: label, "aria-label": label, onclick: () => pick({ theme: theme.names[at], year: String(when) }) }, shown));
    };
    const head = h("tr", {}, h("th", { scope: "col", class: "corner" }, say("theme")), years.map((when) => h("th", { scope: "col", class: read(when) ? undefined : "gap" }, called(when))), h("th", { scope: "col", class: "total" }, say("total")));
    const rows = order.map((at) =>
      h("tr", {}, h("th", { scope: "row" }, h("button", { type: "button", class: "link", onclick: () => pick({ theme: theme.names[at] }) }, name("theme", theme.names[at]))), years.map((when) => cell(at, when)), h("td", { class: "total" }, number(totals[at]))),
    );
    const line = (label, tell, total) => h("tr", {}, h("th", { scope: "row" }, label), years.map((when) => tell(when)), h("td", { class: "total" }, total === undefined ? "" : number(total)));
    const plain = (value) => h("td", {}, value ? number(value) : "0");
    const sum = (of) => years.reduce((all, when) => all + (of.get(when) || 0), 0);
    const missing = new Map([...held.missing].map(([when, who]) => [when, who.length]));
    const foot = [
      line(say("counted"), (when) => (read(when) ? plain(items.get(when)) : h("td", { class: "gap" }, "—")), sum(items)),
      line(say("editions"), (when) => plain(held.byYear.get(when)), sum(held.byYear)),
      [...teams.values()].some(Boolean) ? line(say("teams"), (when) => (read(when) ? plain(teams.get(when)) : h("td", { class: "gap" }, "—"))) : null,
      sum(missing) ? line(say("missingEditions"), (when) => h("td", { class: missing.get(when) ? "warn" : undefined, title: (held.missing.get(when) || []).join(", ") }, missing.get(when) ? number(missing.get(when)) : ""), sum(missing)) : null,
    ];
    const made = h("table", { class: "heat", "aria-describedby": "heat-help" }, h("caption", { class: "unseen" }, say("heat")), h("thead", {}, head), h("tbody", {}, rows), h("tfoot", {}, foot));
    roving(made);
    return made;
  }

  /* One stop for the Tab key; arrows, Home and End move between cells. */
  function roving(made) {
    const grid = [...made.tBodies[0].rows].map((row) => [...row.querySelectorAll("td button")]);
    if (!grid[0]?.length) return;
    grid[0][0].tabIndex = 0;
    const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -1000], End: [0, 1000] };
    made.tBodies[0].addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      const row = grid.findIndex((buttons) => buttons.includes(event.target));
      if (!move || row < 0) return;
      event.preventDefault();
      const clamp = (value, top) => Math.min(Math.max(value, 0), top);
      const to = grid[clamp(row + move[0], grid.length - 1)][clamp(grid[row].indexOf(event.target) + move[1], grid[0].length - 1)];
      event.target.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    });
  }

  return { table, span, called };
})();
