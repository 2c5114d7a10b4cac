"""The themes as SKOS (W3C Recommendation, 2009) in Turtle, and back.

Each theme is a `skos:Concept` with labels, definition and notes any thesaurus tool reads; its sub-themes are narrower concepts and its
terms alternative (weak ones: hidden) labels. What SKOS cannot say (patterns, counter-terms, conditions) travels in `filrouge:rules` as
JSON, so that out and in again is the same taxonomy. A thesaurus of others without it becomes themes whose labels are their terms.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from extract.errors import RuleError, UsageError
from extract.taxonomy import Taxonomy, schema

BASE = "https://filrouge.example/themes/"
OWN = "https://filrouge.example/terms#"
_MAX_BYTES = 20 * 1024 * 1024


def export(taxonomy: Taxonomy) -> str:
    """The themes of `taxonomy` as Turtle, in a fixed order."""
    from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef

    own, graph = Namespace(OWN), Graph()
    graph.bind("filrouge", own)
    graph.bind("skos", SKOS)
    scheme = URIRef(BASE.rstrip("/"))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, own.version, Literal(taxonomy.version)))
    for theme in taxonomy.themes.values():
        concept = URIRef(BASE + theme.id)
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.inScheme, scheme))
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((concept, SKOS.notation, Literal(theme.id)))
        _labels(graph, concept, theme.labels)
        graph.add((concept, SKOS.definition, Literal(theme.definition, lang="en")))
        for note in theme.excludes:
            graph.add((concept, SKOS.scopeNote, Literal(f"Not: {note}", lang="en")))
        for rule in theme.rules:
            label = SKOS.hiddenLabel if rule.strength == "weak" else SKOS.altLabel
            for term in rule.terms:
                graph.add((concept, label, Literal(term.removeprefix("="), lang=None if rule.language == "any" else rule.language)))
        for example in theme.examples:
            graph.add((concept, SKOS.example, Literal(example.text, lang=example.language)))
        for name, labels in theme.subthemes.items():
            narrower = URIRef(f"{BASE}{theme.id}.{name}")
            graph.add((narrower, RDF.type, SKOS.Concept))
            graph.add((narrower, SKOS.inScheme, scheme))
            graph.add((narrower, SKOS.broader, concept))
            graph.add((concept, SKOS.narrower, narrower))
            graph.add((narrower, SKOS.notation, Literal(f"{theme.id}.{name}")))
            _labels(graph, narrower, labels)
        kept = theme.model_dump(mode="json", exclude_defaults=True)
        graph.add((concept, own.rules, Literal(json.dumps(kept, ensure_ascii=False, sort_keys=True))))
    return graph.serialize(format="turtle")


def _labels(graph: Any, concept: Any, labels: schema.Labels) -> None:
    from rdflib import SKOS, Literal

    for language in schema.LANGUAGES:
        if label := getattr(labels, language):
            graph.add((concept, SKOS.prefLabel, Literal(label, lang=language)))


def read(path: Path) -> dict[str, schema.Theme]:
    """The themes of a SKOS file (Turtle, RDF/XML, N-Triples, JSON-LD). Raises `UsageError`, or `RuleError` for what cannot be a theme."""
    from rdflib import RDF, SKOS, Graph, URIRef

    if not path.is_file() or path.stat().st_size > _MAX_BYTES:
        raise UsageError(f"{path}: no such file, or larger than {_MAX_BYTES // 1024 // 1024} MB", remedy="Give a SKOS file")
    graph, faults, themes = Graph(), [], {}
    form = {".rdf": "xml", ".xml": "xml", ".nt": "nt", ".jsonld": "json-ld"}.get(path.suffix, "turtle")
    try:
        graph.parse(data=path.read_text(encoding="utf-8"), format=form)
    except Exception as error:  # each of rdflib's parsers raises its own
        raise UsageError(
            f"{path} cannot be read as {form} ({str(error).splitlines()[0][:120]})", remedy="Save it as Turtle (.ttl)"
        ) from None
    for concept in sorted(set(graph.subjects(RDF.type, SKOS.Concept)), key=str):
        if any(graph.objects(concept, SKOS.broader)):
            continue
        kept = next(graph.objects(concept, URIRef(OWN + "rules")), None)
        try:
            value = json.loads(str(kept)) if kept is not None else _foreign(graph, concept)
            theme = schema.Theme.model_validate(value)
        except ValueError as error:
            faults.append(f"{path}:0: {concept}: {str(error).splitlines()[-1].strip()}: mend the concept, or leave it out")
            continue
        themes[theme.id] = theme
    if faults:
        raise RuleError(faults)
    if not themes:
        raise UsageError(f"{path} holds no skos:Concept", remedy="Give a SKOS concept scheme")
    return themes


def _foreign(graph: Any, concept: Any) -> dict[str, Any]:
    """A concept of somebody else's thesaurus as a theme: its labels are its terms."""
    from rdflib import SKOS

    preferred = {label.language or "fr": str(label) for label in graph.objects(concept, SKOS.prefLabel)}
    notation = next(graph.objects(concept, SKOS.notation), None) or str(concept).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    terms: dict[str, set[str]] = {}
    for kind in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for label in graph.objects(concept, kind):
            terms.setdefault((label.language or "fr")[:2], set()).add(str(label))
    first = preferred.get("fr") or next(iter(preferred.values()), str(notation))
    return {
        "id": re.sub(r"[^a-z0-9]+", "-", str(notation).lower()).strip("-"),
        "labels": {"fr": first, "en": preferred.get("en", first), "nl": preferred.get("nl", "")},
        "definition": str(next(graph.objects(concept, SKOS.definition), first)),
        "rules": [
            {"id": f"labels-{language}", "language": language, "terms": sorted(found)}
            for language, found in sorted(terms.items())
            if language in schema.LANGUAGES
        ],
    }


def write(themes: dict[str, schema.Theme], folder: Path) -> list[Path]:
    """The files written under `folder`/themes: one YAML a theme, that `--rules folder` layers over the built-in ones."""
    target = folder / "themes"
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for theme in themes.values():
        path = target / f"{theme.id}.yaml"
        value = theme.model_dump(mode="json", exclude_defaults=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=140), encoding="utf-8")
        written.append(path)
    return written
