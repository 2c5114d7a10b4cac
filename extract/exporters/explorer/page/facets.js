"use strict";
/* The filters beside the results: one group a facet, each value with how many items it would show. Elements are made once and then only
   told new counts, so that the keyboard's focus stays where it is. */
filrouge.facets = (() => {
  const { h, fill } = filrouge;
  const SHORT = 8; // values shown before "Show all"
  const OPEN = new Set(["theme", "year", "kind", "organisation"]);
  let groups = [], versions = null;

  function build(place, chosen, toggle) {
    const { say } = filrouge.language;
    groups = filrouge.selection.EVERY.filter((name) => worthwhile(name)).map((name) => group(name, chosen, toggle));
    const { variants } = filrouge.selection;
    versions = h("input", { type: "checkbox", id: "variants", checked: chosen.variants, onchange: (event) => toggle("variants", event.target.checked) });
    fill(place, groups.map(({ element }) => element), variants ? h("p", { class: "variants" }, versions, h("label", { for: "variants" }, say("variants", { n: variants }))) : null);
  }

  const worthwhile = (name) => filrouge.selection.facet(name).names.filter((value) => value !== "").length > 0;

  function group(name, chosen, toggle) {
    const { say } = filrouge.language;
    const facet = filrouge.selection.facet(name);
    const order = facet.names.map((_, at) => at).filter((at) => facet.counts[at] || facet.names[at] !== "");
    if (name === "year") order.sort((a, b) => (facet.names[a] === "") - (facet.names[b] === "") || a - b);
    else if (name !== "kind") order.sort((a, b) => (facet.names[a] === "") - (facet.names[b] === "") || facet.counts[b] - facet.counts[a] || a - b);
    const limit = name === "year" ? Infinity : SHORT;
    const values = order.map((at, rank) => value(name, at, rank >= limit, chosen, toggle));
    const list = h("ul", { class: name === "year" ? "values grid" : "values" }, values.map((one) => one.element));
    const hidden = values.length - limit;
    const more = hidden > 0 ? h("button", { type: "button", class: "quiet", "aria-expanded": "false" }, say("more", { n: values.length })) : null;
    more?.addEventListener("click", () => {
      const all = list.classList.toggle("all");
      more.setAttribute("aria-expanded", String(all));
      more.textContent = all ? say("fewer") : say("more", { n: values.length });
    });
    const tally = h("span", { class: "tally" });
    const heading = h("summary", {}, h("span", {}, say(name)), tally);
    const element = h("details", { class: "facet", open: OPEN.has(name) || chosen[name].size > 0 }, heading, h("div", { role: "group", "aria-label": say(name) }, list, more));
    return { name, facet, element, values, tally };
  }

  function value(name, at, beyond, chosen, toggle) {
    const facet = filrouge.selection.facet(name);
    const said = facet.names[at];
    const id = `${name}-${at}`;
    const box = h("input", { type: "checkbox", id, checked: chosen[name].has(said), onchange: (event) => toggle(name, said, event.target.checked) });
    const count = h("span", { class: "count" });
    const label = h("label", { for: id }, h("span", { class: "name" }, filrouge.language.name(name, said)), count);
    return { at, said, box, count, element: h("li", { class: beyond ? "beyond" : said === "" ? "none" : undefined }, box, label) };
  }

  /* New counts, and boxes as `chosen` says. */
  function update(chosen) {
    versions.checked = chosen.variants;
    for (const { name, facet, values, tally } of groups) {
      tally.textContent = chosen[name].size ? String(chosen[name].size) : "";
      for (const { at, said, box, count, element } of values) {
        const is = chosen[name].has(said);
        if (box.checked !== is) box.checked = is;
        const text = filrouge.language.number(facet.counts[at]);
        if (count.textContent !== text) count.textContent = text;
        element.classList.toggle("zero", facet.counts[at] === 0 && !is);
        element.classList.toggle("chosen", is);
      }
    }
  }

  return { build, update };
})();
