"""Scenario files: a story in YAML that is played on the rules and compared with what the law expects.

Pure: this module reads the file and drives an :class:`Executor`; ``law/scenario_kernel.py`` is the one in memory.
The format is described in docs/scenarios.md.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ, parse_when
from zhiheng.kernel.engine import Obstacle
from zhiheng.kernel.facts import FactError
from zhiheng.kernel.view import Certificate, FileView, Person

HERE = Path(__file__).parent
ACTIONS = ("do", "try", "due", "released", "sign", "returned", "stage", "available")
STEP_KEYS = {"on", "at", "by", "for", "facts", "signed_by", "file", "refused", "allowed", "warned", "happened", "fill",
             "expect", "state", "reason", "act", "note", "provisional", *ACTIONS}
TOP_KEYS = {"story", "place", "procedure", "people", "cast", "law_date", "domain", "files", "defaults", "register",
            "steps", "base", "violation_on", "note"}
MAIN = "main"


class ScenarioError(ValueError):
    """A scenario file that cannot be read; says file, line and what is wrong, in Chinese."""


@dataclass(frozen=True)
class Did:
    """What an executor answers. ``refused`` are the obstacles that stop, ``errors`` faults of the input."""

    effective: bool = False
    draft: int | None = None
    refused: tuple[Obstacle, ...] = ()
    errors: tuple[FactError, ...] = ()
    warnings: tuple[Obstacle, ...] = ()

    @property
    def done(self) -> bool:
        return not self.refused and not self.errors


@dataclass(frozen=True)
class FileSpec:
    """One file of a story: its procedure, the file it comes from, and which subjects became which."""

    alias: str
    procedure: str
    origin: str | None = None
    subjects: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""  # empty: grew out of it; else merged, transferred, assigned, parallel


class Executor(Protocol):
    """Something that can carry a story: the kernel in memory, or the product on a throw-away database."""

    def begin(self, story: Story) -> None: ...
    def perform(self, file: FileSpec, act: str, facts: Mapping[str, Any], by: str, keys: Sequence[str], at: datetime,
                happened: datetime | None) -> Did: ...
    def sign(self, file: FileSpec, draft: int, by: str, at: datetime) -> Did: ...
    def send_back(self, file: FileSpec, draft: int, by: str, reason: str, at: datetime) -> Did: ...
    def release(self, file: FileSpec, act: str, gate: str, by: str, reason: str, key: str | None,
                at: datetime) -> Did: ...
    def view(self, file: FileSpec, at: datetime) -> FileView | None: ...
    def trial(self) -> AbstractContextManager[None]:
        """Within it nothing is kept."""


@dataclass(frozen=True)
class Step:
    """One line of the story. ``kind`` is the first word: do, try, due, released, sign, returned, stage, available."""

    kind: str
    target: str
    line: int
    raw: Mapping[str, Any]

    def at(self, last: datetime) -> datetime:
        given = self.raw.get("on", self.raw.get("at"))
        return last if given is None else _moment(given)


@dataclass(frozen=True)
class Story:
    """A scenario as read."""

    path: str
    title: str
    place: str
    domain: str | None
    people: tuple[Person, ...]
    files: Mapping[str, FileSpec]
    defaults: Mapping[str, Mapping[str, Any]]
    register: Mapping[str, Any]
    violation_on: date | None
    steps: tuple[Step, ...]

    def person(self, who: str) -> Person:
        """By id or name."""
        for person in self.people:
            if who in (person.id, person.name):
                return person
        raise KeyError(f"故事里没有「{who}」这个人，有：{'、'.join(p.name for p in self.people)}")


class _Loader(yaml.SafeLoader):
    """Remembers on which line every mapping starts."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    found = loader.construct_mapping(node, deep=True)
    found["__line__"] = node.start_mark.line + 1
    return found


# In YAML 1.1 the words on, off, yes and no are booleans; here "on:" is the day of a step.
_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != _BOOL]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"true|false|True|False"), list("tTfF"))
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(path: Path) -> Story:
    """Read a scenario. ScenarioError names the file and line."""
    return _story(path, _document(path))


def _document(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else "某处"
        raise ScenarioError(f"{path.name} {where}：不是合法的 YAML（{getattr(fault, 'problem', fault)}）") from None
    except OSError as fault:
        raise ScenarioError(f"读不到 {path}：{fault.strerror}") from None
    if not isinstance(raw, dict):
        raise ScenarioError(f"{path.name} 第 1 行：剧本应当是一组「键: 值」，从 story 开始")
    base = raw.pop("base", None)
    if base is None:
        return raw
    under = _document(path.parent / str(base))
    joined = {**under, **raw}
    for name in ("files", "register"):
        joined[name] = {**(under.get(name) or {}), **(raw.get(name) or {})}
    joined["defaults"] = _both(under.get("defaults") or {}, raw.get("defaults") or {})
    joined["steps"] = [*(under.get("steps") or []), *(raw.get("steps") or [])]
    return joined


def _both(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Defaults of a story over those of its base, fact by fact."""
    return {act: {**(under.get(act) or {}), **(over.get(act) or {})}
            for act in dict.fromkeys([*under, *over]) if act != "__line__"}


def _fault(path: Path, line: int, says: str) -> ScenarioError:
    return ScenarioError(f"{path.name} 第 {line} 行：{says}")


def _story(path: Path, raw: dict[str, Any]) -> Story:
    unknown = set(raw) - TOP_KEYS - {"__line__"}
    if unknown:
        raise _fault(path, 1, f"没有「{sorted(unknown)[0]}」这一项，可用：{'、'.join(sorted(TOP_KEYS))}")
    for needed in ("story", "steps"):
        if raw.get(needed) is None:
            raise _fault(path, 1, f"缺少「{needed}」")
    files = _files(path, raw)
    steps = tuple(_step(path, s) for s in raw["steps"])
    defaults = {k: _clean(v) for k, v in (raw.get("defaults") or {}).items() if k != "__line__"}
    return Story(str(path), str(raw["story"]), str(raw.get("place", "yl")), raw.get("domain"), _people(path, raw), files,
                 defaults, _clean(raw.get("register") or {}), raw.get("violation_on") or raw.get("law_date"), steps)


def _files(path: Path, raw: Mapping[str, Any]) -> dict[str, FileSpec]:
    found = {}
    for alias, row in (raw.get("files") or {}).items():
        if alias == "__line__":
            continue
        if not isinstance(row, dict) or "procedure" not in row:
            raise _fault(path, 1, f"files 里的「{alias}」须写明 procedure")
        subjects = {k: v for k, v in (row.get("subjects") or {}).items() if k != "__line__"}
        found[alias] = FileSpec(alias, row["procedure"], row.get("from"), subjects, str(row.get("kind") or ""))
    if raw.get("procedure"):
        found.setdefault(MAIN, FileSpec(MAIN, raw["procedure"]))
    if not found:
        raise _fault(path, 1, "须写明 procedure，或者在 files 中列出案卷")
    return found


def _people(path: Path, raw: Mapping[str, Any]) -> tuple[Person, ...]:
    rows = list(raw.get("people") or [])
    if raw.get("cast", "standard") == "standard":
        names = {r.get("id") for r in rows}
        rows = [r for r in _standard() if r["id"] not in names] + rows
    return tuple(_person(path, r) for r in rows)


def _standard() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((HERE / "data" / "cast.yaml").read_text(encoding="utf-8"))["people"]
    return loaded


def _person(path: Path, row: Mapping[str, Any]) -> Person:
    if not row.get("id") or not row.get("name"):
        raise _fault(path, int(row.get("__line__", 1)), "people 里的每个人须有 id 和 name")
    paper = row.get("certificate")
    certificate = None if not paper else Certificate(
        str(paper["number"]), frozenset(paper.get("fields") or ()), paper["from"], paper["until"],
        tuple((a, b) for a, b in paper.get("suspended") or ()))
    return Person(str(row["id"]), str(row["name"]), frozenset(row.get("roles") or ()), certificate,
                  bool(row.get("qualified")))


def _step(path: Path, row: Any) -> Step:
    if not isinstance(row, dict):
        raise _fault(path, 1, f"步骤应当写成「- do: …」，这里是「{row}」")
    line = int(row.get("__line__", 1))
    unknown = set(row) - STEP_KEYS - {"__line__"}
    if unknown:
        raise _fault(path, line, f"步骤里没有「{sorted(unknown)[0]}」这一项")
    kinds = [k for k in ACTIONS if k in row]
    if len(kinds) != 1:
        raise _fault(path, line, f"每一步须恰好有 {'、'.join(ACTIONS)} 之一")
    if kinds[0] == "try" and not ({"refused", "allowed"} & set(row)):
        raise _fault(path, line, "try 须写明 refused: [...] 或 allowed: true")
    for name in ("on", "at", "happened"):
        if row.get(name) is not None:
            try:
                _moment(row[name])
            except ValueError as fault:
                raise _fault(path, line, str(fault)) from None
    return Step(kinds[0], str(row[kinds[0]]), line, _clean(row))


def _clean(value: Any) -> Any:
    """Without the line marks; dates as ISO text, as forms send them."""
    if isinstance(value, Mapping):
        return {k: _clean(v) for k, v in value.items() if k != "__line__"}
    if isinstance(value, list):
        return [_clean(v) for v in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _moment(given: Any) -> datetime:
    """A day means nine o'clock of that day."""
    when = given if isinstance(given, (date, datetime)) else parse_when(str(given).replace("T", " ")[:16])
    if isinstance(when, datetime):
        return when.replace(tzinfo=TZ) if when.tzinfo is None else when.astimezone(TZ)
    return datetime.combine(when, time(9), TZ)


_MONEY = re.compile(r"(\d+(?:\.\d{1,2})?)\s*(万)?元")


def fen(value: Any) -> Any:
    """38000元 or 3.8万元 -> integer fen; anything else unchanged (a bare number is already fen)."""
    match = _MONEY.fullmatch(value.replace(",", "").strip()) if isinstance(value, str) else None
    if match is None:
        return value
    whole, _, rest = match[1].partition(".")
    amount = int(whole) * 100 + int((rest + "00")[:2])
    return amount * 10000 if match[2] else amount


def names_it(expected: str, obstacle: Obstacle) -> bool:
    """Whether an expectation names this obstacle: its gate id, or an article it rests on (or inside, or around)."""
    if re.fullmatch(r"[a-z0-9_]+", expected):
        return obstacle.gate == expected
    wanted = Article.parse(expected)
    return any(wanted.covers(a) or a.covers(wanted) for a in obstacle.articles)


@dataclass(frozen=True)
class Finding:
    """How a step came out: ``fault`` is empty when as expected; ``says`` is the line to print."""

    step: Step
    says: str
    fault: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    act: str = ""

    @property
    def ok(self) -> bool:
        return not self.fault


def failed(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (f for f in findings if not f.ok)
