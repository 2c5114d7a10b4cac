"use strict";
/* Characters: folded as the index was folded (extract/text.py), split into words, and shown with what speaks in them marked. */
filrouge.text = (() => {
  const PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-",
    œ: "oe", Œ: "oe", æ: "ae", Æ: "ae", ß: "ss",
  };
  const WORD = /[\p{L}\p{N}]+/gu;
  const PRINTED = /[\p{L}\p{N}\p{M}]+/gu;

  const fold = (text) =>
    text.replace(/[’‘ʼ´–—‑‐−œŒæÆß]/g, (char) => PLAIN[char]).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");

  const words = (text) => fold(text).match(WORD) || [];

  /* `query` as what it asks for: words (each may go on), and phrases in quotation marks (words in a row). */
  function ask(query) {
    const phrases = [];
    const rest = query.replace(/["«“]([^"»”]*)["»”]/g, (_, phrase) => {
      const found = words(phrase);
      if (found.length) phrases.push(found);
      return " ";
    });
    return { words: words(rest), phrases };
  }

  /* Does the phrase (folded words) stand in the text as it is printed? */
  const holds = (text, phrase) => ` ${words(text).join(" ")} `.includes(` ${phrase.join(" ")} `);

  /* Nodes of `text`: `marks` are [start, end, class]; words that begin with one of `sought` are marked "found". */
  function marked(text, marks, sought = []) {
    const all = marks.slice();
    if (sought.length) {
      for (const match of text.matchAll(PRINTED)) {
        const pieces = words(match[0]);
        if (pieces.some((piece) => sought.some((word) => piece.startsWith(word)))) all.push([match.index, match.index + match[0].length, "found"]);
      }
    }
    if (!all.length) return [text];
    const cuts = [...new Set([0, text.length, ...all.flatMap(([start, end]) => [start, end])])].filter((cut) => cut <= text.length).sort((a, b) => a - b);
    const nodes = [];
    for (let at = 0; at + 1 < cuts.length; at++) {
      const [start, end] = [cuts[at], cuts[at + 1]];
      const classes = [...new Set(all.filter((mark) => mark[0] <= start && end <= mark[1]).map((mark) => mark[2]))];
      const piece = text.slice(start, end);
      nodes.push(classes.length ? filrouge.h("mark", { class: classes.sort().join(" ") }, piece) : piece);
    }
    return nodes;
  }

  return { fold, words, ask, holds, marked };
})();
