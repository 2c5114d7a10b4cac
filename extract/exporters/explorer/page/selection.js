"use strict";
/* Which items are shown. Every filter owns one bit of `fails`: an item is shown when no bit is set, and counts in a filter's own list when no
   bit but that filter's is set. So one change recomputes one bit, and one pass over the items counts everything for all lists. */
filrouge.selection = (() => {
  const WIDTHS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array };
  const EVERY = ["theme", "kind", "year", "organisation", "team", "pole", "action", "genre", "flag"];
  const MANY = new Set(["theme", "action", "flag"]); // an item can have several of these
  const bit = Object.fromEntries([...EVERY, "text", "variant"].map((name, at) => [name, 1 << at]));
  let core, facets, fails, sort = "document", dictionary = null;

  function bytes(data) {
    const raw = atob(data);
    const found = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at++) found[at] = raw.charCodeAt(at);
    return found;
  }

  const numbers = ({ type, data }) => new WIDTHS[type](bytes(data).buffer); // little-endian, as every browser's machine is

  function open(data) {
    core = data;
    const { columns, names, documents, count } = core;
    const owner = numbers(columns.document);
    const spread = (values) => Uint16Array.from(owner, (document) => values[document]);
    const told = (key) => {
      const known = ["", ...new Set(documents.map((document) => document[key]).filter(Boolean))].sort();
      return { names: known, column: spread(documents.map((document) => known.indexOf(document[key] || ""))) };
    };
    const year = numbers(columns.year);
    const years = [...new Set(year)].sort((a, b) => a - b);
    const place = new Map(years.map((value, at) => [value, at]));
    facets = {
      year: { names: years.map((value) => (value ? String(value) : "")), column: Uint16Array.from(year, (value) => place.get(value)) },
      organisation: told("organisation"),
      genre: told("genre"),
    };
    for (const name of ["kind", "team", "pole"]) facets[name] = { names: names[name], column: numbers(columns[name]) };
    for (const name of MANY) facets[name] = many(names[name], columns[name].map(numbers), name !== "flag");
    for (const name of EVERY) Object.assign(facets[name], { chosen: new Set(), counts: new Uint32Array(facets[name].names.length) });
    fails = new Uint16Array(count);
    const other = spread(documents.map((document) => (document.variant ? 1 : 0)));
    Object.assign(filrouge.selection, { count, owner, year, years, variants: other.reduce((sum, is) => sum + is, 0), other });
    chooseVariants(false);
  }

  /* Sets as columns of 32 bits; items without any get a name of their own (""), so that they can be asked for. */
  function many(names, columns, none) {
    columns = columns.map((column) => Uint32Array.from(column));
    if (!none) return { names, columns };
    const at = names.length;
    if (at >> 5 >= columns.length) columns.push(new Uint32Array(columns[0].length));
    for (let item = 0; item < columns[0].length; item++) {
      if (columns.every((column) => column[item] === 0)) columns[at >> 5][item] |= 1 << (at & 31);
    }
    return { names: [...names, ""], columns };
  }

  function mark(name, passes) {
    const own = bit[name];
    for (let item = 0; item < fails.length; item++) {
      if (passes(item)) fails[item] &= ~own;
      else fails[item] |= own;
    }
  }

  /* Shows only items with one of `chosen` (names of the facet); all when none is chosen. */
  function choose(name, chosen) {
    const facet = facets[name];
    facet.chosen = new Set([...chosen].filter((value) => facet.names.includes(value)));
    const wanted = [...facet.chosen].map((value) => facet.names.indexOf(value));
    if (!wanted.length) return mark(name, () => true);
    if (!MANY.has(name)) {
      const is = new Uint8Array(facet.names.length);
      for (const value of wanted) is[value] = 1;
      return mark(name, (item) => is[facet.column[item]] === 1);
    }
    const masks = facet.columns.map((_, at) => wanted.reduce((mask, value) => (value >> 5 === at ? mask | (1 << (value & 31)) : mask), 0));
    return mark(name, (item) => facet.columns.some((column, at) => (column[item] & masks[at]) !== 0));
  }

  function chooseVariants(all) {
    const { other } = filrouge.selection;
    mark("variant", (item) => all || other[item] === 0);
  }

  /* Shows only items that hold all words of the query; answers false when the words were not there yet (call again when they are). */
  function search(asked) {
    const sought = [...asked.words, ...asked.phrases.flat()];
    if (!sought.length) return mark("text", () => true), true;
    if (!dictionary) return false;
    let all = null;
    const exact = new Set(asked.phrases.flat());
    for (const word of new Set(sought)) {
      const found = holders(word, exact.has(word) && !asked.words.includes(word));
      if (all) for (let item = 0; item < all.length; item++) all[item] &= found[item];
      else all = found;
    }
    mark("text", (item) => all[item] === 1);
    return true;
  }

  /* Of the items that pass the words, those for which `keep` is true (phrases are looked up in the texts themselves). */
  const keep = (accepted) => mark("text", (item) => accepted.has(item));

  function learn(data) {
    dictionary = { words: data.words.split("\n"), starts: numbers(data.starts), postings: bytes(data.postings) };
  }

  function holders(word, whole) {
    const { words, starts, postings } = dictionary;
    const found = new Uint8Array(fails.length);
    for (let at = first(words, word); at < words.length && (whole ? words[at] === word : words[at].startsWith(word)); at++) {
      for (let place = starts[at], item = 0, step = 0, shift = 0; place < starts[at + 1]; place++) {
        step |= (postings[place] & 127) << shift;
        if (postings[place] > 127) shift += 7;
        else {
          item += step;
          found[item] = 1;
          step = shift = 0;
        }
      }
    }
    return found;
  }

  /* The first place whose word is not before `word` (binary search). */
  function first(words, word) {
    let low = 0, high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /* Items shown, in the order asked for; every facet's `counts` are brought up to date. */
  function result() {
    for (const name of EVERY) facets[name].counts.fill(0);
    const hits = new Uint32Array(fails.length);
    let shown = 0;
    for (let item = 0; item < fails.length; item++) {
      const failed = fails[item];
      if (failed === 0) {
        hits[shown++] = item;
        for (const name of EVERY) add(name, item);
      } else if ((failed & (failed - 1)) === 0) {
        const name = EVERY[31 - Math.clz32(failed)];
        if (name) add(name, item);
      }
    }
    return ordered(hits.subarray(0, shown));
  }

  function add(name, item) {
    const { column, columns, counts } = facets[name];
    if (column) return void counts[column[item]]++;
    for (let at = 0; at < columns.length; at++) {
      for (let mask = columns[at][item]; mask !== 0; mask &= mask - 1) counts[(at << 5) + 31 - Math.clz32(mask & -mask)]++;
    }
  }

  function ordered(hits) {
    if (sort === "document") return hits;
    const { year } = filrouge.selection;
    const sign = sort === "newest" ? -1 : 1;
    const undated = sort === "newest" ? 0 : 65535;
    const key = (item) => year[item] || undated;
    return hits.slice().sort((a, b) => sign * (key(a) - key(b)) || a - b);
  }

  /* Calls `each(item, themes)` for items that pass all filters but those named. */
  function without(names, each) {
    const ignored = ~names.reduce((mask, name) => mask | bit[name], 0);
    for (let item = 0; item < fails.length; item++) if ((fails[item] & ignored) === 0) each(item);
  }

  return {
    EVERY, open, choose, chooseVariants, search, keep, learn, result, without,
    facet: (name) => facets[name],
    sortBy: (how) => void (sort = how),
    ready: () => dictionary !== null,
    passes: (item) => fails[item] === 0,
  };
})();
