"use strict";
/* One item with everything that was said about it: headings, every label with its rule and its words, and where it stands. */
filrouge.detail = (() => {
  const { h, fill, text } = filrouge;
  const AROUND = 600; // characters of the transcript shown on each side
  let core, place, asked = 0, actions;

  function build(element, data, handlers) {
    [place, core, actions] = [element, data, handlers];
    close();
  }

  function close() {
    asked++;
    fill(place, h("p", { class: "empty" }, filrouge.language.say("choose")));
  }

  /* Shows the item; the heading takes the focus when asked for. */
  async function open(item, focus, sought) {
    const turn = ++asked;
    const { list, language } = filrouge;
    try {
      const owner = core.documents[filrouge.selection.owner[item]];
      const [rows, details, document] = await Promise.all([list.rowsOf(item), filrouge.load(`details/${Math.floor(item / core.sizes.details)}`), filrouge.load(`documents/${owner.id}`)]);
      if (turn !== asked) return;
      draw(list.read(item, rows), details[item % core.sizes.details], document, sought);
      if (focus) place.querySelector("h2").focus();
    } catch (error) {
      fill(place, h("p", { class: "empty", role: "alert" }, language.say("lost", { name: error.message })));
    }
  }

  function draw(row, details, document, sought) {
    const { say } = filrouge.language;
    fill(
      place,
      h(
        "nav",
        { class: "steps", "aria-label": say("items") },
        h("button", { type: "button", class: "quiet back", onclick: actions.back }, `← ${say("back")}`),
        h("button", { type: "button", class: "quiet", onclick: () => filrouge.list.move(-1) }, say("previous")),
        h("button", { type: "button", class: "quiet", onclick: () => filrouge.list.move(1) }, say("next")),
      ),
      filrouge.list.source(row.item, row),
      h("h2", { tabindex: "-1", class: "quote" }, row.number ? `${row.number} ` : null, text.marked(row.text, row.marks(0), sought)),
      origin(row, details),
      columns(details),
      labels(row, details),
      pictures(row, details, document),
      context(row, details, document),
      thread(details),
      notices(document),
    );
    place.scrollTop = 0;
  }

  function origin(row, details) {
    const { say } = filrouge.language;
    const about = row.document;
    const where = [
      details.boxes && say("page", { n: details.boxes[0][0] }),
      details.lines && say(details.lines[0] === details.lines[1] ? "line" : "lines", { from: details.lines[0], to: details.lines[1] }),
      details.paragraph && say("paragraph", { n: details.paragraph }),
      details.confidence && say("confidence", { n: Math.round(details.confidence * 100) }),
      `${about.id.slice(0, 8)}/${details.id.slice(0, 8)}`, // as `filrouge correct` and `filrouge query` name it
    ];
    return h(
      "dl",
      { class: "origin" },
      h("dt", {}, say("from")),
      h("dd", {}, h("strong", {}, about.title || about.path), h("br"), h("span", { class: "file" }, [about.title && about.path, ...where].filter(Boolean).join(" · "))),
      row.path.length ? [h("dt", {}, say("headings")), h("dd", {}, h("ol", { class: "headings" }, row.path.map((title, at) => h("li", {}, text.marked(title, row.marks(2 + at))))))] : null,
      row.leadIn ? [h("dt", {}, say("leadIn")), h("dd", {}, h("em", {}, text.marked(row.leadIn, row.marks(1))))] : null,
      details.parent ? [h("dt", {}, say("parent")), h("dd", {}, details.parent)] : null,
    );
  }

  function columns(details) {
    if (!details.columns) return null;
    return h("dl", { class: "origin" }, details.columns.flatMap(([header, cell]) => [h("dt", {}, header || "—"), h("dd", {}, cell)]));
  }

  function labels(row, details) {
    const { say, name } = filrouge.language;
    const kind = filrouge.selection.facet("kind");
    const group = (key, entries) => (entries?.length ? [h("h4", {}, say(key)), h("ul", { class: "labels" }, entries)] : null);
    const label = (facet, { id, origin: by, evidence }) => h("li", {}, h("span", { class: `chip ${facet}` }, name(facet, id)), by ? h("span", { class: "by" }, ` ${say(by === "parent" ? "fromParent" : by)}`) : null, words(row, evidence));
    return h(
      "section",
      { class: "part", "aria-labelledby": "labels-title" },
      h("h3", { id: "labels-title" }, say("labels")),
      group("themes", details.themes?.map((theme) => label("theme", theme))),
      details.subthemes ? h("p", { class: "by" }, details.subthemes.map((id) => name("subtheme", id)).join(", ")) : null,
      group("actions", details.actions?.map((action) => label("action", action))),
      group("nature", [h("li", {}, h("span", { class: "chip" }, name("kind", kind.names[kind.column[row.item]])), words(row, details.kind))]),
      group("uncertain", details.uncertain?.map((theme) => label("theme", theme))),
      group("suppressed", details.suppressed?.map(({ id, rule, by, text: said }) => h("li", {}, h("span", { class: "chip theme gone" }, name("theme", id)), h("ul", { class: "evidence" }, h("li", {}, h("q", {}, said), " ", h("code", {}, rule), ` ${say("because")} `, h("code", {}, by)))))),
    );
  }

  function words(row, evidence = []) {
    const { say } = filrouge.language;
    const where = ({ at, in: inside }) => (inside === "parent" ? say("inParent") : !at ? say("elsewhere") : at[0] === 0 ? say("inText") : at[0] === 1 ? say("inLeadIn") : say("inHeading"));
    return h("ul", { class: "evidence" }, evidence.map((one) => h("li", {}, h("q", {}, one.text), h("span", { class: "where" }, ` ${where(one)} · `), h("code", { title: say("rule") }, one.rule))));
  }

  function pictures(row, details, document) {
    const { say } = filrouge.language;
    const pages = [...new Set((details.boxes || []).map(([page]) => page))].filter((page) => document.pictures[page]);
    if (!pages.length) return null;
    const made = pages.map((page) => picture(page, details.boxes, document));
    return h("section", { class: "part", "aria-labelledby": "page-title" }, h("h3", { id: "page-title" }, say("pagesBoxed")), made);
  }

  function picture(page, boxes, document) {
    const { say } = filrouge.language;
    const enlarge = h("button", { type: "button", class: "page", "aria-label": say("enlarge", { n: page }), onclick: () => large(page, boxes, document) }, sheet(page, boxes, document));
    return h("figure", {}, enlarge, h("figcaption", {}, say("page", { n: page })));
  }

  /* The page with the item's boxes over it, in shares of the page so that they hold at any size. */
  function sheet(page, boxes, document) {
    const [file, width, height] = document.pictures[page];
    const own = boxes.filter(([where]) => where === page);
    const share = (part, whole) => `${((100 * part) / whole).toFixed(3)}%`;
    const frames = own.map(([, left, top, right, bottom]) => h("span", { class: "box", style: { left: share(left, width), top: share(top, height), width: share(right - left, width), height: share(bottom - top, height) } }));
    return h("span", { class: "paper", style: { "aspect-ratio": `${width} / ${height}` } }, h("img", { src: file, alt: filrouge.language.say("pictureAlt", { n: page }), loading: "lazy", decoding: "async" }), frames);
  }

  function large(page, boxes, document) {
    const { say } = filrouge.language;
    const dialog = h("dialog", { class: "large", "aria-label": say("page", { n: page }), onclose: () => dialog.remove() });
    dialog.append(h("form", { method: "dialog" }, h("button", { class: "quiet", type: "button", autofocus: true, onclick: () => dialog.close() }, say("close"))), h("div", { class: "scroller", tabindex: "0" }, sheet(page, boxes, document)));
    window.document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector(".box")?.scrollIntoView({ block: "center" });
  }

  /* The item among the words around it. */
  function context(row, details, document) {
    const { say } = filrouge.language;
    const whole = document.text;
    const pictured = (details.boxes || []).some(([page]) => document.pictures[page]);
    if (!whole) return pictured ? null : h("p", { class: "help" }, say("noText"));
    const [start, end] = details.span;
    const from = whole.lastIndexOf("\n", Math.max(0, start - AROUND)) + 1;
    const stop = whole.indexOf("\n", Math.min(whole.length, end + AROUND));
    const to = stop < 0 ? whole.length : stop;
    const pre = h("pre", { class: "context", tabindex: "0", "aria-label": say("context") });
    const write = (low, high) => fill(pre, low > 0 ? "…\n" : "", whole.slice(low, start), h("mark", { class: "item" }, whole.slice(start, end)), whole.slice(end, high), high < whole.length ? "\n…" : "");
    write(from, to);
    const all = from > 0 || to < whole.length ? h("button", { type: "button", class: "quiet" }, say("whole")) : null;
    all?.addEventListener("click", () => {
      write(0, whole.length);
      pre.classList.add("whole");
      pre.querySelector("mark").scrollIntoView({ block: "center" });
      pre.focus({ preventScroll: true });
      all.remove();
    });
    return h("details", { class: "part", open: !pictured }, h("summary", {}, h("h3", {}, say("context"))), pre, all);
  }

  function thread(details) {
    if (!details.thread) return null;
    const { say } = filrouge.language;
    const [at, came, went] = details.thread;
    if (at < 0 && came === "first-seen" && went === "last-seen") return null; // one edition was read: nothing to tell
    const fate = [came, went].filter((said) => said !== "carried-on").map((said) => say(said)).join(" · ");
    return h("section", { class: "part" }, h("h3", {}, say("ofThread")), fate ? h("p", {}, fate) : null, at >= 0 ? h("button", { type: "button", class: "button", onclick: () => actions.thread(at) }, say("threads")) : null);
  }

  function notices(document) {
    if (!document.notices.length) return null;
    const { say } = filrouge.language;
    return h("details", { class: "part" }, h("summary", {}, h("h3", {}, say("notices")), h("span", { class: "tally" }, String(document.notices.length))), h("ul", { class: "notices" }, document.notices.map(([severity, code, message, page]) => h("li", { class: severity }, message, " ", h("code", {}, code), page ? ` · ${say("page", { n: page })}` : ""))));
  }

  return { build, open, close };
})();
