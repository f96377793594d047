"""What types and attributes are called whose names the language does not take.

A name is made from where a type is written and from nothing else: a schema that is
added renames no other. Where two would be called alike, both say more of where they
are, whichever came first.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from attrspec.names import attribute_name, function_name, is_reserved_type

from .drafts import Place

__all__ = ["attribute_names", "letters", "schema_names", "type_names", "words_of"]

LONGEST = 100
READABLE = 58
"""
How long a name may be in snake_case before it leaves out where it is in the middle.
Names of functions that are longer do not fit a line with what they are called with.
"""

_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,99}")
_PARTS = re.compile(r"[^A-Za-z0-9]+")
_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNS = {
    "-": "Dash",
    ".": "Dot",
    "_": "Underscore",
    " ": "Blank",
    "/": "Slash",
    ":": "Colon",
    "$": "Dollar",
    "@": "At",
    "+": "Plus",
    "*": "Star",
    "#": "Hash",
    "&": "And",
    "%": "Percent",
    "~": "Tilde",
    "<": "Less",
    ">": "More",
    "=": "Is",
    "[": "Bracket",
    "]": "Bracket",
    "(": "Bracket",
    ")": "Bracket",
    ",": "Comma",
}
"""How signs are spelt where they alone tell two names apart."""


def ascii_text(text: str) -> str:
    """Return *text* without accents; what is no ASCII letter is told by its number."""
    plain = "".join(c if c.isascii() else c.casefold() for c in text)
    folded = unicodedata.normalize("NFKD", plain)
    marked = (c for c in folded if not unicodedata.combining(c))
    return "".join(c if c.isascii() else f"U{ord(c):04X}" for c in marked)


def words_of(text: str) -> list[str]:
    """Return the words of a name or a title, in its own spelling."""
    parted = _PARTS.sub(" ", _WORD_ENDS.sub(" ", ascii_text(text)))
    return parted.split()


def pascal_case(text: str) -> str:
    """Return *text* as a part of the name of a type."""
    parts = _PARTS.sub(" ", ascii_text(text)).split()
    return "".join(part[0].upper() + part[1:] for part in parts)


def _fitting(name: str) -> str:
    """Return *name* so that a type can have it."""
    if not name[:1].isalpha():
        name = f"Type{name}"
    return f"{name}Type" if is_reserved_type(name) else name


def _spelt(text: str) -> str:
    """Return the name of a type that says which signs *text* has."""
    signs = re.sub(r"[^A-Za-z0-9]", lambda m: f" {_sign(m[0])} ", ascii_text(text))
    return _fitting(pascal_case(signs))


def _spelt_in_full(text: str) -> str:
    """Return the name of a type that also says how *text* begins."""
    return f"Lower{_spelt(text)}" if text[:1].islower() else _spelt(text)


def _sign(character: str) -> str:
    return _SIGNS.get(character, f"U{ord(character):04X}")


def letters(key: str) -> str:
    """Return six letters that stand for *key*, where no words are left."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    found = ""
    for _ in range(6):
        number, rest = divmod(number, 26)
        found += chr(ord("a") + rest)
    return found.capitalize()


def _settled(
    keys: Iterable[str],
    spellings: list[Callable[[str], str]],
    taken: Iterable[str] = (),
) -> dict[str, str]:
    """Return a name for each key, by the first spelling that no other key shares.

    All that would share a name go on to the next spelling, so that the order of keys
    has no say.
    """
    found: dict[str, str] = {}
    used = {function_name(name) for name in taken}
    rest = list(keys)
    for spelling in spellings:
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in rest:
            name = spelling(key)
            groups[function_name(name)].append((key, name))
        rest = list[str]()
        for function, group in groups.items():
            if len(group) == 1 and function not in used and len(group[0][1]) <= LONGEST:
                found[group[0][0]] = group[0][1]
            else:
                rest += [key for key, _ in group]
        used |= {function_name(name) for name in found.values()}
    return found


def schema_names(names: Iterable[str]) -> dict[str, str]:
    """Return what each schema with a name of its own is called in the spec.

    A name that the language takes stays. Of others, each sign ends a word, and words
    begin with a capital letter. Where that gives one name twice, the signs are spelt.
    """
    every = list(dict.fromkeys(names))
    right = {name for name in every if _NAME.fullmatch(name)}
    kept = {name for name in right if not is_reserved_type(name)}
    settled = _settled(kept, [str, _lettered(str)])
    others = [name for name in every if name not in kept]
    spellings = [_plain, _spelt, _spelt_in_full, _lettered(_plain)]
    return settled | _settled(others, spellings, settled.values())


def _plain(text: str) -> str:
    return _fitting(pascal_case(text))


def _lettered(spelling: Callable[[str], str]) -> Callable[[str], str]:
    def name(key: str) -> str:
        return f"{spelling(key)[: LONGEST - 6]}{letters(key)}"

    return name


def type_names(places: Iterable[Place], schemas: Mapping[str, str]) -> dict[str, str]:
    """Return what each type is called, by the key of its place.

    Args:
        places: Where types are written.
        schemas: What the schemas with names of their own are called.
    """
    by_key = {place.key: place for place in places}
    found = {key: schemas[p.root] for key, p in by_key.items() if not p.words}

    def path(key: str) -> str:
        place = by_key[key]
        return _fitting(schemas[place.root] + "".join(map(pascal_case, place.words)))

    def short(key: str) -> str:
        place = by_key[key]
        root, words = schemas[place.root], [*map(pascal_case, place.words)]
        name = root + "".join(words)
        while len(words) > 1 and len(function_name(name)) > READABLE:
            del words[0]
            name = root + "".join(words)
        return _fitting(name)

    def turned(key: str) -> str:
        place = by_key[key]
        *before, last = map(pascal_case, place.words)
        return _fitting("Of".join([last, *reversed(before), schemas[place.root]]))

    inner = [key for key, place in by_key.items() if place.words]
    return found | _settled(
        inner, [short, path, turned, _lettered(path)], schemas.values()
    )


def attribute_names(keys: Iterable[str]) -> dict[str, str]:
    """Return the names of attributes for those keys whose own will not do."""
    plain = {key: attribute_name(key) for key in keys}
    groups: dict[str, list[str]] = defaultdict(list)
    for key, name in plain.items():
        groups[name or _attribute(key)].append(key)
    found: dict[str, str] = {}
    used = {name for name, group in groups.items() if len(group) == 1}
    for name, group in groups.items():
        for key in group:
            if len(group) == 1 or key == name:
                own = name
            else:
                own = _attribute(_spelt(key))
                if own in used or own in groups:
                    own = f"{own[:90]}_{letters(key).lower()}"
            used.add(own)
            if own != plain[key]:
                found[key] = own
    return found


def _attribute(key: str) -> str:
    """Return the name of an attribute for a key of which none can be made as it is."""
    spelt = ascii_text(key)
    if not any(letter.isalpha() for letter in spelt):
        spelt = " ".join(f"{_sign(c)} " if not c.isalnum() else c for c in spelt)
    name = "_".join(part.lower() for part in words_of(spelt))
    if not name[:1].isalpha():
        name = f"key_{name}".rstrip("_")
    name = name[:90]
    return attribute_name(name) or name
