"""The house: who may import whom, what style the code keeps, and that the project speaks of itself alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def tracked() -> list[Path]:
    listed = run("git", "ls-files", "-z")
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_rooms_import_only_from_the_floors_below():
    done = run(str(Path(sys.executable).parent / "lint-imports"))
    assert done.returncode == 0, done.stdout


def test_the_code_keeps_the_style():
    done = run(sys.executable, "-m", "ruff", "check", "extract", "tests")
    assert done.returncode == 0, done.stdout


def test_types_say_what_values_are():
    done = run(sys.executable, "-m", "mypy")
    assert done.returncode == 0, done.stdout


def test_the_package_holds_every_file_of_its_folder_and_says_that_it_has_types():
    import tomllib

    folder = ROOT / "extract"
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["extract"]
    packed = {path for pattern in patterns for path in folder.glob(pattern)}
    assert folder / "py.typed" in packed
    assert [path for path in tracked() if folder in path.parents and path.suffix != ".py" and path not in packed] == []


def test_no_file_names_a_package_index_or_a_place_on_a_machine():
    place = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|(?<![\w./-])/(?:work|root|home/\w+)/", re.IGNORECASE)
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in {".pdf", ".docx", ".odt", ".pptx", ".png", ".webp"}:
            continue
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if place.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)


def test_every_locked_package_has_a_hash():
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.findall(r"^[a-z0-9][\w.-]*==.*?(?=^[a-z0-9]|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert len(packages) > 50
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_ci_ends_with_the_test_command_of_the_readme():
    command = (ROOT / ".ci" / "run").read_text().strip().splitlines()[-1]
    assert command in (ROOT / "README.md").read_text()


def commands() -> list[str]:
    from extract.cli import Commands, cli

    assert isinstance(cli, Commands)
    return cli.list_commands(None)


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_readme_with_an_example_and_in_its_own_help(name: str):
    assert f"filrouge {name}" in (ROOT / "README.md").read_text()
    from click.testing import CliRunner

    from extract.cli import cli

    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert f"filrouge {name}" in done.output, "its help shows no example"


def test_every_page_the_readme_links_to_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / "README.md").read_text())
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_dependency_earns_its_place_in_a_table():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.match(r"[\w.-]+", requirement).group().lower() for requirement in wanted} - {"filrouge"}
    table = (ROOT / "docs" / "dependencies.md").read_text().lower()
    assert sorted(name for name in names if f"| {name} |" not in table) == []


def test_help_imports_click_and_little_else():
    heavy = ("spacy", "pydantic", "pdfplumber", "pypdfium2", "docx", "lxml", "yaml", "sqlite3", "jinja2")
    code = f"""
import json, sys
from extract.cli import main
sys.argv = ["filrouge", "--help"]
try:
    main()
except SystemExit:
    print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""
    done = run(sys.executable, "-c", code)
    assert json.loads(done.stdout.splitlines()[-1]) == []
