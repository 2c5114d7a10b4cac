"use strict";
/* One priority across editions, quotations side by side. */
filrouge.threads = (() => {
  const { h, fill, text } = filrouge;
  const PAGE = 30; // threads drawn at a time
  let limit = PAGE, only = -1;

  const reset = () => void ((limit = PAGE), (only = -1));
  const show = (at) => void (only = at);

  async function render(place, change) {
    const { say } = filrouge.language;
    if (!filrouge.here("threads")) fill(place, h("p", { class: "help" }, say("loading")));
    let threads;
    try {
      threads = await filrouge.load("threads");
    } catch (error) {
      return void fill(place, h("p", { role: "alert" }, say("lost", { name: error.message })));
    }
    const shown = only >= 0 ? [threads[only]] : threads.filter((thread) => thread.items.some(([item]) => item >= 0 && filrouge.selection.passes(item)));
    const title = h("h2", { id: "threads-title", tabindex: "-1" }, say("threadCount", { n: shown.length }));
    fill(
      place,
      h("div", { class: "title" }, title, only >= 0 ? h("button", { type: "button", class: "quiet", onclick: () => (reset(), change({})) }, say("more", { n: threads.length })) : null),
      h("p", { class: "help" }, say(shown.length ? "threadsHelp" : "noThreads")),
      shown.slice(0, limit).map((thread) => card(thread, change)),
      shown.length > limit ? h("button", { type: "button", class: "button", onclick: () => ((limit += PAGE), change({})) }, say("moreThreads")) : null,
    );
  }

  function card(thread, change) {
    const { say } = filrouge.language;
    const first = thread.items[0], last = thread.items.at(-1);
    const earlier = (at) => thread.links.filter((link) => link[1] === at).map((link) => thread.items[link[0]][3]);
    return h(
      "article",
      { class: "card thread", "aria-label": `${thread.organisation}, ${first[1]}–${last[1]}` },
      h("h3", {}, `${thread.organisation} · ${first[1]}–${last[1]}`),
      h("ol", { class: "side" }, thread.items.map((member, at) => quote(member, thread.links.filter((link) => link[1] === at), earlier(at), change))),
      thread.links.length ? h("details", {}, h("summary", {}, say("reasons")), h("ul", { class: "reasons" }, thread.links.map((link) => h("li", {}, `${thread.items[link[0]][1]} → ${thread.items[link[1]][1]} : `, why(link[3], link[4], link[5]))))) : null,
      thread.doubts.length ? h("details", {}, h("summary", {}, say("doubts"), h("span", { class: "tally" }, String(thread.doubts.length))), h("ul", { class: "reasons" }, thread.doubts.map(([own, , year, said, confidence, reasons]) => h("li", {}, h("q", {}, thread.items[own][3]), ` (${thread.items[own][1]}) ↔ `, h("q", {}, said), ` (${year}) : `, why(confidence, "machine", reasons))))) : null,
    );
  }

  function quote([item, year, team, said, came, went], links, before, change) {
    const { say } = filrouge.language;
    const relation = links[0] ? links[0][2] : came;
    const ending = went === "carried-on" ? null : h("p", { class: `fate ${went}` }, say(went));
    const words = h("p", { class: "said" }, before.length ? text.marked(said, fresh(said, before)) : said);
    return h("li", {}, h("p", { class: "source" }, h("span", { class: "when" }, String(year)), team ? h("span", {}, team) : null, h("span", { class: `relation ${relation}` }, say(relation))), words, ending, item >= 0 ? h("button", { type: "button", class: "quiet", onclick: () => change({ view: "items", item }) }, say("from")) : null);
  }

  /* Marks on the words that none of the earlier texts has. */
  function fresh(said, before) {
    const known = new Set(before.flatMap((one) => text.words(one)));
    return [...said.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([word]) => text.words(word).some((piece) => !known.has(piece))).map((match) => [match.index, match.index + match[0].length, "fresh"]);
  }

  function why(confidence, by, reasons) {
    const { say } = filrouge.language;
    const who = by === "machine" ? say("machine") : by;
    const sure = by === "machine" ? Math.min(99, Math.round(confidence * 100)) : 100; // a machine is never certain
    return [say("confidence", { n: sure }), ", ", say("decidedBy", { who }), reasons.length ? " — " : "", reasons.map(([feature, weight, words], at) => [at ? ", " : "", filrouge.language.known[filrouge.language.code()][`reason_${feature}`] ?? feature, ` ${weight > 0 ? "+" : ""}${filrouge.language.number(weight)}`, words.length ? ` (${words.join(", ")})` : ""])].flat(3);
  }

  return { render, reset, show };
})();
