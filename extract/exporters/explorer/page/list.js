"use strict";
/* The items found, as one list of any length: only the rows in view exist. A list box for the keyboard: arrows move, Enter opens. */
filrouge.list = (() => {
  const { h, fill, text } = filrouge;
  const CLASSES = ["theme", "action", "kind"];
  const SPARE = 4; // rows made beyond each edge of the view
  let core, box, sheet, hits = [], active = -1, sought = [], height = 0, open, drawn = new Map(), chosen = -1;

  function build(place, data, onopen) {
    core = data;
    open = onopen;
    sheet = h("div", { class: "sheet", role: "presentation" });
    box = h("div", { class: "rows", role: "listbox", tabindex: "0", id: "rows", "aria-label": filrouge.language.say("list"), "aria-describedby": "rows-help", onkeydown: keys, onscroll: () => requestAnimationFrame(draw) }, sheet);
    fill(place, h("p", { class: "unseen", id: "rows-help" }, filrouge.language.say("listHelp")), box);
    drawn = new Map();
    new ResizeObserver(() => measure()).observe(box);
  }

  /* Shows `found` from the top, with the query's words marked; the open item stays chosen while it is among them. */
  function show(found, words) {
    hits = found;
    sought = words;
    active = chosen >= 0 ? place(chosen) : -1;
    for (const row of drawn.values()) row.remove();
    drawn.clear();
    box.scrollTop = 0;
    measure();
    if (active >= 0) reveal(active);
  }

  const place = (item) => hits.indexOf(item);

  function measure() {
    height = parseFloat(getComputedStyle(box).getPropertyValue("--row")) || 120;
    sheet.style.height = `${hits.length * height}px`;
    for (const [at, row] of drawn) row.style.transform = `translateY(${at * height}px)`;
    draw();
  }

  function draw() {
    if (!box.clientHeight) return;
    const from = Math.max(0, Math.floor(box.scrollTop / height) - SPARE);
    const to = Math.min(hits.length, Math.ceil((box.scrollTop + box.clientHeight) / height) + SPARE);
    for (const [at, row] of drawn) {
      if (at >= from && at < to) continue;
      row.remove();
      drawn.delete(at);
    }
    for (let at = from; at < to; at++) if (!drawn.has(at)) drawn.set(at, add(at));
    mark();
  }

  function add(at) {
    const item = hits[at];
    const row = h("div", { class: "row", role: "option", id: `row-${at}`, "aria-setsize": hits.length, "aria-posinset": at + 1, "aria-selected": "false", style: { transform: `translateY(${at * height}px)` } });
    row.addEventListener("click", () => choose(at, false));
    const next = [...drawn].filter(([other]) => other > at).sort(([a], [b]) => a - b)[0]; // readers follow the document's order
    sheet.insertBefore(row, next ? next[1] : null);
    const here = filrouge.here(`rows/${Math.floor(item / core.sizes.rows)}`);
    if (here) fill(row, content(item, here));
    else rowsOf(item).then((rows) => row.isConnected && fill(row, content(item, rows)), (error) => fill(row, filrouge.language.say("lost", { name: error.message })));
    return row;
  }

  const rowsOf = (item) => filrouge.load(`rows/${Math.floor(item / core.sizes.rows)}`);

  /* The row of an item as plain values. */
  function read(item, rows) {
    const [id, said, path, leadIn, marks, number] = rows.rows[item % core.sizes.rows];
    const places = new Map();
    for (let at = 0; at < marks.length; at += 4) {
      const [where, start, end, what] = marks.slice(at, at + 4);
      if (!places.has(where)) places.set(where, []);
      places.get(where).push([start, end, CLASSES[what]]);
    }
    const document = core.documents[filrouge.selection.owner[item]];
    return { item, id, text: said, path: rows.paths[path], leadIn: rows.leadIns[leadIn] || "", number, marks: (where) => places.get(where) || [], document };
  }

  function content(item, rows) {
    const row = read(item, rows);
    return [source(item, row), h("p", { class: "said" }, row.number ? h("span", { class: "number" }, `${row.number} `) : null, text.marked(row.text, row.marks(0), sought)), path(row, sought, true), chips(item)];
  }

  function source(item, row) {
    const { language, selection } = filrouge;
    const who = row.document.organisation || language.name("organisation", "");
    const kind = selection.facet("kind");
    return h("p", { class: "source" }, h("span", { class: "when" }, selection.year[item] ? String(selection.year[item]) : language.say("undated")), h("span", {}, who), h("span", { class: `kind is-${kind.names[kind.column[item]]}` }, language.name("kind", kind.names[kind.column[item]])));
  }

  /* The headings and the lead-in; in short, only the innermost two and those in which words are marked. */
  function path(row, words, short = false) {
    const step = () => h("span", { class: "step", "aria-hidden": "true" }, " › ");
    const kept = row.path.map((_, at) => !short || at >= row.path.length - 2 || row.marks(2 + at).length > 0);
    const pieces = row.path.flatMap((title, at) => {
      if (kept[at]) return [at ? step() : null, h("span", {}, text.marked(title, row.marks(2 + at), words))];
      return at && !kept[at - 1] ? [] : [at ? step() : null, h("span", { class: "step" }, "…")];
    });
    if (row.leadIn) pieces.push(pieces.length ? step() : null, h("em", {}, text.marked(row.leadIn, row.marks(1), words)));
    return h("p", { class: "path" }, pieces);
  }

  function members(name, item) {
    const { names, columns } = filrouge.selection.facet(name);
    return names.filter((value, at) => value !== "" && (columns[at >> 5][item] >>> (at & 31)) & 1);
  }

  function chips(item) {
    const { name } = filrouge.language;
    return h("p", { class: "chips" }, members("theme", item).map((id) => h("span", { class: "chip theme" }, name("theme", id))), members("action", item).map((id) => h("span", { class: "chip action" }, name("action", id))), members("flag", item).map((id) => h("span", { class: "chip flag" }, name("flag", id))));
  }

  function keys(event) {
    const page = Math.max(1, Math.floor(box.clientHeight / height) - 1);
    const moves = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: hits.length - 1 };
    if (event.key in moves) {
      event.preventDefault();
      activate(moves[event.key]);
    } else if ((event.key === "Enter" || event.key === " ") && active >= 0) {
      event.preventDefault();
      choose(active, true);
    }
  }

  function activate(at) {
    if (!hits.length) return;
    active = Math.min(Math.max(at, 0), hits.length - 1);
    reveal(active);
    mark();
  }

  function reveal(at) {
    const top = at * height;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
    draw();
  }

  function mark() {
    for (const [at, row] of drawn) {
      row.classList.toggle("active", at === active);
      row.setAttribute("aria-selected", String(hits[at] === chosen));
    }
    if (drawn.has(active)) box.setAttribute("aria-activedescendant", `row-${active}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function choose(at, focus) {
    active = at;
    chosen = hits[at];
    mark();
    open(chosen, focus);
  }

  /* The item `step` places after (before) the open one, opened. */
  function move(step) {
    const at = place(chosen) + step;
    if (at < 0 || at >= hits.length) return;
    choose(at, true);
    reveal(at);
  }

  function select(item) {
    chosen = item;
    active = item >= 0 ? place(item) : active;
    if (active >= 0 && height && box?.clientHeight) reveal(active);
    if (box) mark();
  }

  return { build, show, select, move, focus: () => box.focus(), read, rowsOf, path, chips, members, source, measure };
})();
