"""Rule files: read, checked, layered; a wrong one stops the start with every fault in it."""

from __future__ import annotations

import pytest

from extract import taxonomy
from extract.errors import RuleError, UsageError
from extract.taxonomy import layers, schema, skos

THEME = """
id: {id}
labels: {{fr: Jardins, en: Gardens}}
definition: What grows.
rules:
  - id: words
    terms: [{terms}]
"""


@pytest.fixture
def folder(tmp_path):
    """A writer of theme files into a folder of rules."""

    def write(name: str, content: str):
        (tmp_path / "themes").mkdir(exist_ok=True)
        (tmp_path / "themes" / f"{name}.yaml").write_text(content)
        return str(tmp_path)

    return write


def faults(folder: str) -> list[str]:
    with pytest.raises(RuleError) as error:
        taxonomy.load((folder,))
    return error.value.faults


def test_the_built_in_rules_hold_the_themes_of_the_codebook():
    rules = taxonomy.load()
    assert len(rules.themes) == 18
    assert rules.mission == {"asylum", "detention", "borders", "minors"}
    assert set(rules.kinds) == {"priority", "activity", "figure", "other"}
    assert len(rules.actions) == 9
    assert rules.version


def test_every_theme_has_examples_and_near_misses():
    assert [theme.id for theme in taxonomy.load().themes.values() if not (theme.examples and theme.counterexamples)] == []


def test_a_layered_file_adds_a_theme(folder):
    rules = taxonomy.load((folder("gardens", THEME.format(id="gardens", terms="jardin partagé")),))
    assert "gardens" in rules.themes
    assert len(rules.themes) == 19
    assert rules.sha256 != taxonomy.load().sha256


def test_a_layered_file_replaces_one_of_its_name_or_extends_it(folder):
    content = THEME.format(id="housing", terms="cabane")
    assert taxonomy.load((folder("housing", content),)).themes["housing"].rules[0].terms == ("cabane",)
    extended = taxonomy.load((folder("housing", content + "extends: true\n"),)).themes["housing"]
    assert "cabane" in extended.rules[-1].terms
    assert len(extended.rules) == len(taxonomy.load().themes["housing"].rules) + 1


HEAD = "feature\tpriority\tactivity\tfigure\tother\n"


@pytest.fixture
def table(tmp_path):
    """A writer of a table of weights into a folder of rules."""

    def write(content: str) -> str:
        (tmp_path / "weights").mkdir()
        (tmp_path / "weights" / "kinds.tsv").write_text(content)
        return str(tmp_path)

    return write


def test_a_layered_table_of_weights_replaces_rows_and_adds_others(table):
    built_in = taxonomy.load()
    rules = taxonomy.load((table(f"# Ours\n{HEAD}shape:question\t0\t0\t0\t99\nword:jardin\t1,5\t-2\t0\t0\n"),))
    assert rules.weights["shape:question"] == (0, 0, 0, 99) != built_in.weights["shape:question"]
    assert rules.weights["word:jardin"] == (1.5, -2, 0, 0)
    assert rules.weights.keys() >= built_in.weights.keys()
    assert rules.sha256 != built_in.sha256


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("word:jardin\t1\t2\t3\t4\n", 1, "the first row must be"),
        (f"{HEAD}word:jardin\t1\t2\t3\n", 2, "numbers from"),
        (f"{HEAD}word:jardin\t1\t2\t3\tbeaucoup\n", 2, "numbers from"),
        (f"{HEAD}word:jardin\t1\t2\t3\tnan\n", 2, "numbers from"),
        (f"{HEAD}word:a\t1\t1\t1\t1\n\nword:a\t2\t1\t1\t1\n", 4, "stands twice"),
    ],
)
def test_a_wrong_table_of_weights_is_named_with_its_line(table, content, line, says):
    found = faults(table(content))
    assert len(found) == 1
    assert f"kinds.tsv:{line}: " in found[0]
    assert says in found[0]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (THEME.format(id="gardens", terms='"jardin.*"'), 7, "regular expressions are not read"),
        (THEME.format(id="gardens", terms='"le des"'), 7, "no word that counts"),
        (THEME.format(id="gardens", terms="jardin").replace("terms", "termes"), 7, "no such field"),
        (THEME.format(id="gardens", terms="jardin") + '    patterns: ["jardin ..99 fleur"]\n', 8, "..1 to ..8"),
        (THEME.format(id="gardens", terms="jardin") + '    patterns: ["jardin .* fleur"]\n', 8, "wildcards are not read"),
        (THEME.format(id="gardens", terms="jardin") + '    patterns: ["..3 fleur"]\n', 8, "not at an end"),
        (THEME.format(id="jardins", terms="jardin"), 1, "make them the same"),
        (THEME.format(id="gardens", terms="jardin") + "    subtheme: roses\n", 2, "does not list"),
        ("id: gardens\nlabels: [\n", 3, "not YAML"),
        ("", 1, "empty"),
        ("id: gardens\nid: gardens\n", 2, "stands twice"),
        ("id: &a gardens\nlabels: *a\n", 1, "anchors and aliases"),
        (THEME.format(id="gardens", terms=", ".join(f"mot{n} " * 20 for n in range(1))), 7, "longer than"),
    ],
)
def test_a_fault_is_named_with_its_line_and_remedy(folder, content, line, says):
    found = faults(folder("gardens", content))
    assert any(f"gardens.yaml:{line}: " in fault and says in fault for fault in found), found


def test_all_faults_are_listed_at_once(folder):
    folder("gardens", THEME.format(id="gardens", terms='"a*"'))
    assert len(faults(folder("flowers", THEME.format(id="flowers", terms='"b*"')))) == 2


def test_a_folder_that_is_not_there_or_holds_no_rules_is_said(tmp_path):
    assert "no such folder" in faults(str(tmp_path / "nowhere"))[0]
    assert "no rule files" in faults(str(tmp_path))[0]


@pytest.mark.parametrize(
    ("pattern", "steps"),
    [
        ("mineur ..2 [isolé | étranger]", [("words", ("mineur",)), ("gap", 2), ("words", ("isolé", "étranger"))]),
        ("# ans (de) [association]", [("number", None), ("words", ("ans",)), ("words", ("association",))]),
    ],
)
def test_patterns_are_words_alternatives_and_bounded_gaps(pattern, steps):
    assert list(schema.parse_pattern(pattern)) == steps


def test_skos_out_and_in_again_is_the_same_taxonomy(tmp_path):
    rules = taxonomy.load()
    file = tmp_path / "themes.ttl"
    file.write_text(skos.export(rules))
    assert skos.read(file) == rules.themes
    assert skos.export(rules) == skos.export(rules)
    skos.write(skos.read(file), tmp_path / "again")
    assert taxonomy.load((str(tmp_path / "again"),)).themes == rules.themes


def test_a_thesaurus_of_others_becomes_themes(tmp_path):
    file = tmp_path / "other.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <http://x.example/Eau%20vive> a skos:Concept ;"
        ' skos:notation "Eau vive" ; skos:prefLabel "Eau"@fr, "Water"@en ; skos:altLabel "rivière"@fr .'
    )
    theme = skos.read(file)["eau-vive"]
    assert theme.labels.en == "Water"
    assert {term for rule in theme.rules if rule.language == "fr" for term in rule.terms} == {"Eau", "rivière"}


def test_a_file_that_is_no_skos_is_said_so(tmp_path):
    file = tmp_path / "x.ttl"
    file.write_text("no turtle at all {")
    with pytest.raises(UsageError, match="cannot be read as turtle"):
        skos.read(file)


def test_accepted_words_gather_in_a_file_that_extends_the_theme(tmp_path):
    housing = taxonomy.load().themes["housing"]
    layers.accept(housing, ["nuit solidaire"], tmp_path)
    layers.accept(housing, ["halte de nuit"], tmp_path)
    added = taxonomy.load((str(tmp_path),)).themes["housing"].rules[-1]
    assert added.terms == ("halte de nuit", "nuit solidaire")


def test_accepted_words_join_a_file_that_a_person_wrote_with_examples_that_have_a_place(tmp_path):
    housing = taxonomy.load().themes["housing"]
    file = tmp_path / "themes" / "housing.yaml"
    file.parent.mkdir()
    own = '{id: mine, patterns: ["toit ..2 nuit"]}'
    placed = "{text: Un toit chaque nuit, path: [Logement]}"
    file.write_text(
        "id: housing\nextends: true\nlabels: {fr: Logement, en: Housing}\ndefinition: Le toit\n"
        f"rules: [{own}, {own.replace('mine', 'accepted')}]\nexamples: [{placed}]\n"
    )
    layers.accept(housing, ["nuit solidaire"], tmp_path)
    theme = taxonomy.load((str(tmp_path),)).themes["housing"]
    assert [rule.terms for rule in theme.rules[-2:]] == [(), ("nuit solidaire",)]
    assert [(example.text, example.path) for example in theme.examples[-2:]] == [
        ("nuit solidaire", ()),
        ("Un toit chaque nuit", ("Logement",)),
    ]
