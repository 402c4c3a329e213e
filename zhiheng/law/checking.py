"""Compare what the data cites with the statute texts: the place exists, and a term's number stands in it.

Whatever cites may be checked: :func:`register` a name and a function that yields citations.
"""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import schema
from zhiheng.kernel.numerals import to_chinese
from zhiheng.kernel.procedure import Procedure
from zhiheng.kernel.terms import Rule, Source, Status, Term, Unit
from zhiheng.law import violations
from zhiheng.law.cite import laws, rules
from zhiheng.law.reading import Statute, statutes
from zhiheng.law.terms import terms


@dataclass(frozen=True)
class Citation:
    """One use of a place in the law. ``where`` says who cites; one of ``words`` (if any) must stand there."""

    where: str
    article: Article
    words: tuple[str, ...] = ()


@dataclass
class Report:
    """What the comparison found. ``errors``: lines in Chinese; ``no_text``: titles of laws not imported."""

    checked: int = 0
    numbers: int = 0
    unchecked: int = 0
    errors: list[str] = field(default_factory=list)
    no_text: set[str] = field(default_factory=set)


_CITING: dict[str, Callable[[], Iterable[Citation]]] = {}


def register(name: str, citations: Callable[[], Iterable[Citation]]) -> None:
    """Let :func:`check` compare the citations of ``name`` too; a second registration replaces the first."""
    _CITING[name] = citations


def citations(*names: str) -> Iterator[Citation]:
    """The citations registered under ``names``, or all of them, in the order of registration."""
    for name, source in _CITING.items():
        if not names or name in names:
            yield from source()


def check(data_dir: Path | None = None, cited: Iterable[Citation] | None = None) -> Report:
    """Compare ``cited`` (default: everything registered) with the imported texts."""
    report, texts = Report(), statutes(data_dir)
    for citation in citations() if cited is None else cited:
        versions = texts.get(citation.article.law)
        if not versions or not citation.article.article:
            report.unchecked += 1
            if citation.article.article:
                report.no_text.add(citation.article.law)
            continue
        _compare(report, citation, versions[-1])
    return report


def _compare(report: Report, citation: Citation, text: Statute) -> None:
    report.checked += 1
    missing = text.missing(citation.article)
    if missing:
        report.errors.append(f"{citation.where}：{citation.article.short()}：{missing}")
        return
    if not citation.words:
        return
    report.numbers += 1
    plain = unicodedata.normalize("NFKC", text.text(citation.article) or "")
    if not any(word in plain for word in citation.words):
        wanted = "或".join(f"「{word}」" for word in citation.words)
        report.errors.append(f"{citation.where}：{citation.article.short()} 的原文里没有{wanted}")


_UNIT_WORDS = {
    Unit.WORKING_DAY: ("日", "个工作日"), Unit.DAY: ("日", "天"), Unit.HOUR: ("小时",), Unit.MONTH: ("个月",),
    Unit.YEAR: ("年",),
}


def length_words(term: Term) -> tuple[str, ...]:
    """How the law may write the term's length: 七日, 7日, 七个工作日. Empty for a term without a number."""
    if not term.length or term.unit not in _UNIT_WORDS:
        return ()
    numbers = {to_chinese(term.length), str(term.length)} | ({"两"} if term.length == 2 else set())
    return tuple(sorted(n + unit for n in numbers for unit in _UNIT_WORDS[term.unit]))


def _of_terms() -> Iterator[Citation]:
    for term in terms().values():
        compared = term.source is Source.TEXT and term.status is not Status.REPEALED
        for n, article in enumerate(term.articles):
            yield Citation(f"期限 {term.id}", article, length_words(term) if compared and n == 0 else ())


def _of_rules() -> Iterator[Citation]:
    for group in ("counting_rules", "roll_rules"):
        for name, rule in rules(group).items():
            yield from _of_rule(f"规则 {name}", rule)


def _of_rule(where: str, rule: Rule) -> Iterator[Citation]:
    return (Citation(where, article) for article in rule.articles)


def _of_violations() -> Iterator[Citation]:
    for act in violations.every():
        for article in (*act.penalties, *act.duty):
            yield Citation(f"违法行为 {act.code}", article)


def cited_in(where: str, value: object) -> Iterator[Citation]:
    """Every citation inside a declaration: dataclasses, tuples, mappings and facts, walked to the bottom.

    ``where`` grows by the ``id`` of each declaration on the way, so a wrong place can be found.
    """
    if isinstance(value, Article):
        yield Citation(where, value)
    elif isinstance(value, type):
        if is_dataclass(value):
            yield from cited_in(f"{where} {value.__name__}", tuple(schema(value)))
    elif is_dataclass(value):
        name = getattr(value, "id", "") or getattr(value, "name", "")
        for part in fields(value):
            if not part.name.startswith("_"):
                yield from cited_in(f"{where} {name}".strip(), getattr(value, part.name))
    elif isinstance(value, Mapping):
        for part_value in value.values():
            yield from cited_in(where, part_value)
    elif isinstance(value, tuple | list | set | frozenset):
        for part_value in value:
            yield from cited_in(where, part_value)


def procedures() -> tuple[Procedure, ...]:
    """Every procedure declared in a module of zhiheng.law.procedures, each once, by id."""
    home = import_module("zhiheng.law.procedures")
    modules = [import_module(m.name) for m in walk_packages(home.__path__, home.__name__ + ".")]
    found = {value.id: value for m in modules for value in vars(m).values() if isinstance(value, Procedure)}
    return tuple(found[id_] for id_ in sorted(found))


def _of_procedures() -> Iterator[Citation]:
    for procedure in procedures():
        yield from cited_in("程序", procedure)


def unverified_laws() -> tuple[str, ...]:
    """Titles in the table of laws whose text was not read in full."""
    return tuple(law.title for law in laws().values() if law.text != "full")


register("terms", _of_terms)
register("rules", _of_rules)
register("violations", _of_violations)
register("procedures", _of_procedures)
