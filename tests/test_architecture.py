"""Imports run one way: ``ingest`` <- ``vectorstore`` <- ``assistant`` <- ``app.py``; heavy libraries are imported where they are used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("ingest", "vectorstore", "assistant", "app")
"""From the bottom up: a layer may import itself and those before it."""
HEAVY = {"torch", "chromadb", "streamlit", "langchain", "langchain_core", "langchain_chroma", "sentence_transformers", "pdfplumber", "bm25s"}
LIGHT_ROOTS = ("assistant.cli", "assistant.library", "assistant.service", "ingest.pipeline", "ingest.storage")
"""What every command loads."""


def modules() -> dict[str, Path]:
    """Each module of the project by its dotted name."""
    paths = [path for layer in LAYERS for path in (ROOT / layer).rglob("*.py")] + [ROOT / "app.py"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imported(tree: ast.AST, *, at_import: bool = False) -> Iterator[str]:
    """The dotted names that a module imports; ``at_import``: only those that run when it is imported."""
    for node in walk(tree) if at_import else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run on import: not the bodies of functions, nor what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_for_types(child):
            continue
        yield child
        yield from walk(child)


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def upward(source: str, layer: str) -> list[str]:
    """The imports of a module of ``layer`` that reach a layer above it."""
    above = LAYERS[LAYERS.index(layer) + 1 :]
    return [name for name in imported(ast.parse(source)) if name.split(".")[0] in above]


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_run_one_way(name: str) -> None:
    assert upward(modules()[name].read_text("utf-8"), name.split(".")[0]) == []


def test_an_upward_import_is_found_wherever_it_stands() -> None:
    source = "def f():\n    from vectorstore import index\nimport assistant.answer"
    assert upward(source, "ingest") == ["assistant.answer", "vectorstore", "vectorstore.index"]
    assert upward(source, "app") == []


def test_nothing_heavy_is_imported_by_what_every_command_loads() -> None:
    """Follows the imports that run on import, from the modules that every command loads."""
    known = modules()
    reached: dict[str, str] = {}
    waiting = [(root, root) for root in LIGHT_ROOTS]
    while waiting:
        name, way = waiting.pop()
        if name in reached or name not in known:
            continue
        reached[name] = way
        names = list(imported(ast.parse(known[name].read_text("utf-8")), at_import=True))
        assert not {n.split(".")[0] for n in names} & HEAVY, way
        waiting += [(n, f"{way} -> {n}") for n in names]
    assert len(reached) > len(LIGHT_ROOTS)


def test_all_project_modules_are_seen() -> None:
    assert {"app", "ingest.model", "vectorstore.index", "assistant.cli", "assistant.cli.parser"} <= set(modules())
