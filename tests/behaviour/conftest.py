"""A package generated from a small spec that has everything."""

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module, invalidate_caches
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

import attrspec

PackageFrom: TypeAlias = Callable[..., ModuleType]
"""What makes a package of the types in a spec, and of other keys of its package."""

PACKAGE = """\
attrspec: 1
package: {name}
distribution: {name}
version: 1.0.0
title: Models of an API that has everything
"""

EVERYTHING = """\
enums:
  Sky: {open: true, values: [clear, cloudy]}
  Side: {values: [left, right]}

unions:
  Report: {tag: kind, members: [Rain, Wind]}
  Shape: {tag: kind, open: false, members: [Circle, Square]}
  Node: {tag: kind, members: [Leaf, Branch]}

objects:
  Basics:
    fields:
      text: {type: string}
      count: {type: integer}
      ratio: {type: number}
      flag: {type: boolean}
      anything: {type: json}
      price: {type: decimal}
      day: {type: date}
      moment: {type: datetime}
      second: {type: unixtime}
      span: {type: duration}
      ident: {type: uuid}
      data: {type: bytes}

  Presence:
    fields:
      plain: {type: string}
      nullable: {type: string?}
      optional: {type: string, optional: true}
      both: {type: string?, optional: true}

  Containers:
    tag: {kind: containers}
    fields:
      texts: {type: "list[string]"}
      counts: {type: "map[integer]"}
      rows: {type: "list[list[number?]]"}
      days: {type: "map[list[date]]"}
      reports: {type: "list[Report]"}
      shapes: {type: "map[Shape]"}
      anything: {type: json, optional: true}

  Spellings:
    fields:
      price: {type: decimal, optional: true}
      moment: {type: datetime?, optional: true}
      span: {type: duration, optional: true}
      ident: {type: uuid, optional: true}
      data: {type: bytes, optional: true}
      prices: {type: "list[decimal]", optional: true}
      spans: {type: "map[duration?]", optional: true}

  Lenient:
    fields:
      count: {type: integer, accept: [string]}
      ratio: {type: number, accept: [string]}
      flag: {type: boolean, accept: [string]}
      price: {type: decimal, accept: [number]}
      other_count: {type: "integer?", optional: true, accept: [string]}
      other_price: {type: "decimal?", optional: true, accept: [number]}

  Enums:
    fields:
      sky: {type: Sky}
      side: {type: Side}
      skies: {type: "list[Sky]", optional: true}
      other_side: {type: "Side?", optional: true}

  Rain: {tag: {kind: rain}, fields: {millimetres: {type: number}}}
  Wind: {tag: {kind: wind}, fields: {knots: {type: integer}}}
  Circle: {tag: {kind: circle}, fields: {radius: {type: number}}}
  Square: {tag: {kind: square}, fields: {side: {type: number}}}

  Leaf: {tag: {kind: leaf}, fields: {label: {type: string}}}
  Branch: {tag: {kind: branch}, fields: {nodes: {type: "list[Node]"}}}

  Tree:
    fields:
      label: {type: string}
      parent: {type: Tree, optional: true}
      children: {type: "list[Tree]", optional: true}
      by_name: {type: "map[Tree]", optional: true}
      node: {type: "Node?", optional: true}

  Names:
    tag: {object: names}
    fields:
      list: {type: "list[integer]"}
      type: {type: string}
      id: {type: uuid}
      int: {type: integer}
      str: {type: "map[string]"}
      float: {type: number}
      bool: {type: boolean}
      dict: {type: json}
      len: {type: "list[date]"}
      field: {type: string}
      converter: {type: decimal}
      date: {type: date}
      datetime: {type: datetime}
      class: {type: string}
      from: {type: unixtime}
      self: {type: bytes}
      extra: {type: json}
      as_read: {type: duration}
      dt: {type: datetime}
      payload: {type: "list[string]"}
      record: {type: "Names?"}
      item: {type: "list[integer?]"}
      new: {type: integer}
      complete: {type: integer, optional: true}
"""


@pytest.fixture(scope="session")
def package_from(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PackageFrom]:
    """Return a function from types of a spec, or files of them, to their package."""
    numbers = count()

    with pytest.MonkeyPatch.context() as monkeypatch:

        def generated(types: str | Mapping[str, str], settings: str = "") -> ModuleType:
            name = f"behaviour_models_{next(numbers)}"
            folder = tmp_path_factory.mktemp(name)
            _write_spec(folder / "spec", PACKAGE.format(name=name) + settings, types)
            files = attrspec.render(attrspec.load(folder / "spec"))
            attrspec.write(files, folder / "generated")
            path = [str(folder / "generated"), *sys.path]
            monkeypatch.setattr(sys, "path", path)
            invalidate_caches()
            return import_module(name)

        yield generated


def _write_spec(folder: Path, package: str, types: str | Mapping[str, str]) -> None:
    files = {"types.yaml": types} if isinstance(types, str) else types
    folder.mkdir()
    for file, text in {"package.yaml": package, **files}.items():
        (folder / file).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def models(package_from: PackageFrom) -> ModuleType:
    """Return a package with every kind of type that a spec can have."""
    return package_from(EVERYTHING)


@pytest.fixture(scope="session")
def frozen_models(package_from: PackageFrom) -> ModuleType:
    """Return the same package with frozen classes."""
    return package_from(EVERYTHING, "frozen: true\n")
