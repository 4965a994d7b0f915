"""Imports go one way: demo -> (loader, ml, report) -> db, example imports nothing of ours; no circles."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
# Package, and the packages of ours that it may import beside itself
MAY_IMPORT = {
    "example": set(),
    "db": set(),
    "loader": {"db"},
    "ml": {"db"},
    "report": {"db"},
    "demo": {"db", "example", "loader", "ml", "report"},
    "migrations": {"db"},
    "benchmarks": {"db", "example", "loader", "ml", "report"},
}
FILES = {
    ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): path
    for package in MAY_IMPORT
    for path in (REPOSITORY / package).rglob("*.py")
}


def imported(source: str, modules: set[str]) -> Iterator[str]:
    """Give the modules, of those given, that a source imports at its top or within."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name in modules)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                within = {f"{module}.{name.name}" for name in names} & modules
                yield from within
                if module in modules and len(within) < len(names):
                    yield module


def a_circle(graph: dict[str, set[str]]) -> list[str]:
    """Give modules each of which imports the one before, the first being the last; none if there are none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


GRAPH = {name: set(imported(path.read_text(), set(FILES))) for name, path in FILES.items()}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_is_below_it(package: str) -> None:
    found = {
        (name, other)
        for name, others in GRAPH.items()
        for other in others
        if name.split(".")[0] == package and other.split(".")[0] not in MAY_IMPORT[package] | {package}
    }
    assert sorted(found) == []


def test_no_import_is_relative_so_that_all_are_seen() -> None:
    nodes = ((name, node) for name, path in FILES.items() for node in ast.walk(ast.parse(path.read_text())))
    assert [name for name, node in nodes if isinstance(node, ast.ImportFrom) and node.level] == []


# No circle goes through two packages, since there is an order of them.
@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_modules_of_a_package_import_one_another_in_a_circle(package: str) -> None:
    assert a_circle({name: others for name, others in GRAPH.items() if name.split(".")[0] == package}) == []


def test_an_import_within_a_function_and_one_of_a_name_would_be_found() -> None:
    source = "import a\nfrom a import b, NAME\ndef f():\n    from c.d import e\n"
    assert sorted(imported(source, {"a", "a.b", "c.d", "c.d.e", "z"})) == ["a", "a", "a.b", "c.d.e"]


def test_a_circle_would_be_found() -> None:
    assert set(a_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
