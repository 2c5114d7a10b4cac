"""Blocks → Outline: which blocks are headings, how they stand under each other, and the items under them."""

from __future__ import annotations

from collections.abc import Sequence

from extract import model, page
from extract.page import replace
from extract.segment import cover, doubt, entries, ids, leads, levels, measures, negative, prose, running, titles, witnesses
from extract.segment.witnesses.candidate import Candidate, mark_of

_SURE = 0.0  # log-odds from which a block is a heading
_UNSURE = 0.8  # confidence under which an item is flagged
_COVER_LINES = 2  # that look like headings under a title
_DOUBTFUL = 0.85  # confidence under which a heading's items are flagged


def segment(
    blocks: Sequence[page.Block], transcript: page.Transcript, reading: page.Reading
) -> tuple[page.Outline, tuple[page.Block, ...], tuple[model.Notice, ...]]:
    """The document's headings and items; the blocks with their final kinds; notices about what is doubtful."""
    blocks = negative.figures(blocks)
    blocks = negative.turn(blocks, negative.agendas(blocks))
    blocks = negative.turn(blocks, dict.fromkeys(negative.bars(blocks), "menu") | dict.fromkeys(negative.coupons(blocks), "form"))
    people = negative.staff(blocks, transcript) | negative.attendance(blocks, transcript)
    blocks = negative.turn(blocks, dict.fromkeys(people, "staff"))
    blocks = negative.turn(
        blocks, dict.fromkeys(negative.signature(blocks, {}), "signature") | dict.fromkeys(negative.closing(blocks), "closing")
    )
    blocks, under_running = running.set_aside(blocks)
    found = witnesses.candidates(blocks, transcript, reading, under_running)
    leads.hear(blocks, found)
    title, subtitle = titles.find(blocks, found, reading)
    blocks = negative.turn(blocks, dict.fromkeys(titles.masthead(blocks, title), "cover"))
    further = cover.continuation(blocks, found, title)
    titled = {at for at in (title, subtitle, further) if at is not None}
    titled |= cover.lines(blocks, title, (subtitle, further)) | cover.unlike(blocks, found, title, reading) | titles.panel(blocks, title)
    chosen = [found[at] for at in sorted(found) if found[at].score > _SURE and blocks[at].kind != "aside" and at not in titled]
    blocks = negative.turn(blocks, negative.sections(blocks, chosen))
    _note_rules(blocks, chosen)
    placed, above, depths = _without_cover(chosen, blocks, title, titled)
    blocks = negative.turn(blocks, {one.candidate.at: "repeated-title" for one in placed if one.repeats is not None})
    placed, above, depths = levels.without_repeated(placed, above, depths)
    names, paths = _heading_ids(placed, above)
    headings = levels.headings_of(placed, above, depths, [_pages(blocks, one.candidate.at) for one in placed], names)
    is_heading = {one.candidate.at: index for index, one in enumerate(placed)}
    nodes = _nodes(blocks, is_heading, titled, transcript)
    beside = doubt.columns(nodes, blocks)
    sure = doubt.confidences(nodes, headings, blocks, transcript, beside)
    outline = page.Outline(
        headings,
        _entries(nodes, sure, headings, paths, transcript),
        title=_passage(blocks, found, title, further),
        subtitle=_passage(blocks, found, subtitle),
    )
    final = list(blocks)
    for at in {*is_heading, *(at for at in (title, further, subtitle) if at is not None)}:
        final[at] = replace(blocks[at], kind="heading", text=found[at].title if at in found else blocks[at].text)
    return outline, tuple(final), doubt.notices(beside)


def _without_cover(
    chosen: list[Candidate], blocks: Sequence[page.Block], title: int | None, titled: set[int]
) -> tuple[list[levels.Placed], list[int | None], list[int]]:
    """The headings in their places, with their parents and levels, lines of the cover taken out of `chosen`; those join `titled`."""
    placed = levels.arrange(chosen, blocks)
    above, depths = levels.parents(placed, blocks)
    for _ in range(_COVER_LINES):
        if not titles.is_cover_line(placed, above, title, blocks, sorted(titled)):
            break
        titled.add(chosen.pop(0).at)
        placed = levels.arrange(chosen, blocks)
        above, depths = levels.parents(placed, blocks)
    if title is not None and placed and placed[0].candidate.at < title:
        above, depths = levels.parents(placed, blocks, title)
    return placed, above, depths


def _note_rules(blocks: Sequence[page.Block], chosen: list[Candidate]) -> None:
    """Typed rules under headings say their level: "=====" over "-----"."""
    for candidate in chosen:
        after = blocks[candidate.at + 1] if candidate.at + 1 < len(blocks) else None
        signs = set(after.text.text) - {" "} if after is not None and after.kind == "aside" and after.reason == "rule" else set()
        if len(signs) == 1:  # more than one draw the border of a table
            levels.relook(candidate, signs.pop())


def _heading_ids(placed: Sequence[levels.Placed], above: Sequence[int | None]) -> tuple[list[str], list[str]]:
    """(the headings' ids, the folded titles down to each of them)"""
    given, out = ids.Ids("s-"), []
    paths: list[str] = []
    for one, parent in zip(placed, above, strict=True):
        folded = ids.fold(one.candidate.title.text)
        out.append(given.of(folded, paths[parent] if parent is not None else ""))
        paths.append(ids.under(paths[parent], folded) if parent is not None else folded)
    return out, paths


def _pages(blocks: Sequence[page.Block], at: int) -> tuple[int, ...]:
    return (blocks[at].page,)


def _passage(blocks: Sequence[page.Block], found: dict[int, Candidate], at: int | None, further: int | None = None) -> page.Passage | None:
    if at is None:
        return None
    words = found[at].title if at in found else blocks[at].text
    return words if further is None else cover.joined(words, blocks[further].text)


def _nodes(
    blocks: Sequence[page.Block], is_heading: dict[int, int], titles_at: set[int], transcript: page.Transcript
) -> list[entries.Node]:
    """The document's items, nested, with their lead-ins."""
    nodes: list[entries.Node] = []
    lists: list[list[int]] = []
    rows = measures.find(blocks, transcript)
    order = [at for at, block in enumerate(blocks) if block.kind != "aside"]
    titled = {*is_heading, *titles_at}
    heading: int | None = None
    heading_at: int | None = None
    in_table: int | None = None  # whose rows a heading names
    over_table: tuple[int | None, int | None] = (None, None)
    open_list = False
    lead_in: page.Passage | None = None  # of the open list
    beside: tuple[int, int | None, int | None] | None = None  # the point whose list a box at its side interrupts, and its heading
    for place, at in enumerate(order):
        block = blocks[at]
        if in_table is not None and _table_of(block, transcript) != in_table:  # what names rows of a table heads nothing after it
            in_table, (heading, heading_at) = None, over_table
        if at in is_heading:
            if block.role in ("band", "row-heading") and in_table is None:
                in_table, over_table = _table_of(block, transcript), (heading, heading_at)
            above = order[place - 1] if place else at
            if beside is None or not entries.is_beside(blocks[beside[0]], block):
                listed = open_list and entries.is_beside(blocks[above], block)
                beside = (above, heading, heading_at) if listed else None
            heading, heading_at, open_list = is_heading[at], at, False
        elif at in rows:
            nodes += [_row_node(at, block, heading, measure) for measure in rows[at]]
            open_list = False
        elif block.kind == "item":
            if beside is not None and entries.goes_on_under(blocks[beside[0]], blocks[order[place - 1]], block):
                (_, heading, heading_at), beside, open_list = beside, None, False
            if not open_list:
                lists.append([])
                lead_in = entries.lead_in_of(blocks, order, place, titled)
            mark = mark_of(block)
            lists[-1].append(len(nodes))
            nodes.append(
                entries.Node(
                    at=at,
                    block=block,
                    text=block.text,
                    heading=heading,
                    family=mark.family,
                    mark=block.mark,
                    form="bullet" if mark.is_bullet else "numbered",
                    indent=block.indent,
                    lead_in=lead_in,
                    flags=block.flags,
                )
            )
            open_list = True
        else:
            open_list = False
            if block.kind == "prose" and at not in titles_at:
                under = blocks[heading_at].text.text if heading_at is not None else ""
                after = order[place + 1] if place + 1 < len(order) else at
                said = prose.statements(block.text, under, introduces=blocks[after].kind == "item" and after not in is_heading)
                nodes += [_prose_node(at, block, heading, words, sure) for words, sure in said]
    entries.nest(nodes, lists, entries.Columns(blocks))
    return nodes


def _table_of(block: page.Block, transcript: page.Transcript) -> int | None:
    cell = transcript.lines[block.lines[0]].cell
    return cell.table if cell else None


def _prose_node(at: int, block: page.Block, heading: int | None, words: page.Passage, sure: float) -> entries.Node:
    return entries.Node(
        at=at,
        block=block,
        text=words,
        heading=heading,
        family="prose",
        mark=None,
        form="prose",
        confidence=sure,
        flags=(*block.flags, "low-confidence"),
    )


def _row_node(at: int, block: page.Block, heading: int | None, measure: measures.Measure) -> entries.Node:
    return entries.Node(
        at=at,
        block=block,
        text=measure.text,
        heading=heading,
        family="row",
        mark=measure.number,
        form="table",
        columns=measure.columns,
        flags=block.flags,
    )


def _entries(
    nodes: Sequence[entries.Node],
    confidences: Sequence[float],
    headings: Sequence[page.Heading],
    paths: Sequence[str],
    transcript: page.Transcript,
) -> tuple[page.Entry, ...]:
    given = ids.Ids("i-")
    doubtful: list[bool] = []  # of each heading: whether it or one over it is
    for one in headings:
        doubtful.append(one.confidence < _DOUBTFUL or (one.parent is not None and doubtful[one.parent]))
    folded = [ids.fold(node.text.text) for node in nodes]
    out = []
    for node, words, sure in zip(nodes, folded, confidences, strict=True):
        flags = {*node.flags}
        if node.heading is not None and doubtful[node.heading]:
            flags.add("low-structure")
        if sure < _UNSURE:
            flags.add("low-confidence")
        lines = [transcript.lines[index] for index in node.block.lines]
        above = paths[node.heading] if node.heading is not None else ""
        out.append(
            page.Entry(
                id=given.of(words, above, folded[node.parent] if node.parent is not None else ""),
                text=node.text,
                heading=node.heading,
                parent=node.parent,
                depth=node.depth,
                form=node.form,
                lead_in=node.lead_in,
                number=node.mark if node.form in ("numbered", "table") else None,
                columns=node.columns,
                boxes=_boxes(lines),
                lines=_line_range(lines),
                paragraph=lines[0].paragraph,
                confidence=sure,
                flags=tuple(sorted(flags)) if flags else (),
            )
        )
    return tuple(out)


def _boxes(lines: Sequence[page.Line]) -> tuple[tuple[int, page.BBox], ...]:
    """One box a page, around the lines on it."""
    first = lines[0]
    if len(lines) == 1:  # as of most
        return ((first.page, first.bbox),) if first.bbox else ()
    on: dict[int, list[page.BBox]] = {}
    for line in lines:
        if line.bbox:
            on.setdefault(line.page, []).append(line.bbox)
    return tuple((number, _around(on[number])) for number in sorted(on))


def _around(boxes: Sequence[page.BBox]) -> page.BBox:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _line_range(lines: Sequence[page.Line]) -> tuple[int, int] | None:
    known = [number for line in lines for number in (line.number, line.last) if number is not None]
    return (min(known), max(known)) if known else None
