"""What tells the kind of an item: its own words and their grammar, and what a heading or a lead-in says of all that stands under it."""

from __future__ import annotations

from extract.classify import grammar, kinds, years
from extract.classify.kinds import Reason
from extract.classify.matching import Reading
from extract.classify.setting import Setting
from extract.page import Entry, Passage


def item(entry: Entry, reading: Reading, setting: Setting) -> list[Reason]:
    """What the words of an item say."""
    signs = _grammar(reading, setting)
    if setting.is_minutes and (rule := kinds.minuted(reading)):
        signs.append((rule, (0, len(entry.text.text))))
    if entry.form == "prose":  # a sentence that was taken because it states a plan
        signs.append(("stated", (0, len(entry.text.text))))
    return kinds.reasons(reading, entry.text, ("item", "start"), "item", genre=setting.genre) + setting.signs(signs, entry.text, "item")


def _grammar(reading: Reading, setting: Setting) -> list[grammar.Sign]:
    planned = "-planned" if setting.genre in ("priorities", "plan", "programme") else ""
    counts = grammar.counted(reading) + grammar.amounts(reading)
    if planned:
        counts = [(f"{sign}{planned}", span) for sign, span in counts]
    if not setting.is_french:
        return counts
    verbs = grammar.verbs(reading)
    signs = [*counts, *verbs, *grammar.to_do(reading), *grammar.wished(reading), *grammar.referred(reading)]
    if not planned:
        signs += grammar.chronicled(reading, setting.year)
    if setting.is_minutes:
        signs += [("minuted-infinitive", span) for sign, span in verbs if sign.startswith("infinitive")]
        signs += grammar.taken_on(reading, setting.people)
    if not planned and not verbs and not counts:
        signs += grammar.done(reading)
    if setting.bears:
        signs += grammar.dated(reading, setting.bears)
    return signs


def lead(passage: Passage, setting: Setting) -> list[Reason]:
    """What a lead-in says of the items of its list."""
    reading = setting.read(passage)
    found = kinds.reasons(reading, passage, ("lead-in",), "lead-in", genre=setting.genre)
    return found + setting.signs(grammar.promised(reading) if setting.is_french else (), passage, "lead-in")


def heading(at: int, setting: Setting) -> list[Reason]:
    """What one heading says: its words, its tense ("Ce que nous ferons"), a year after or before the document's."""
    title, reading = setting.outline.headings[at].title, setting.headings[at]
    signs: list[grammar.Sign] = []
    if setting.is_french:
        decided = [hit.begin for hit in reading.contexts("deciding")]
        for sign, (begin, end) in grammar.tenses(reading, relative=True):
            sign = "decided" if sign == "past-tense" and any(begin <= at < end for at in decided) else sign
            signs.append((f"heading-{sign}", (begin, end)))
    year = years.named(title.text, reading)
    if year and setting.year and year != setting.year and setting.genre != "plan":
        begin = title.text.find(str(year))
        signs.append(("heading-year-to-come" if year > setting.year else "heading-year-past", (begin, begin + 4)))
    return kinds.reasons(reading, title, ("heading",), "heading", genre=setting.genre) + setting.signs(signs, title, "heading")
