"""Everything in the house that cites the law, registered for the comparison: places, lengths of terms, amounts, orders.

Modules of the law floor that cite by themselves register themselves; :func:`register_all` reads them all first.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from importlib import import_module
from pkgutil import walk_packages

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import schema
from zhiheng.kernel.numerals import to_chinese
from zhiheng.kernel.procedure import Procedure
from zhiheng.kernel.terms import Rule, Source, Status, Term, Unit
from zhiheng.law import amounts, benchmarks, checking, checklists, papers, places, violations
from zhiheng.law.checking import Citation, Claim, Comparable
from zhiheng.law.cite import rules
from zhiheng.law.rules import procedures
from zhiheng.law.terms import every as every_term
from zhiheng.law.terms import terms
from zhiheng.law.violations import Stage, Violation

ORDER_WORDS = {
    "correct_within_limit": "限期改正",
    "correct": "责令改正",
    "stop_activity": "责令停止",
    "eliminate_immediately_or_within_limit": "立即消除或者限期消除",
}
TRIGGERS = {"overdue": "逾期", "refuse_to_correct": "拒不改正", "refuse_to_execute": "拒不执行"}
_UNIT_WORDS = {
    Unit.WORKING_DAY: ("日", "个工作日"), Unit.DAY: ("日", "天"), Unit.HOUR: ("小时",), Unit.MONTH: ("个月",),
    Unit.YEAR: ("年",),
}


def register_all() -> None:
    """Read every module of the law floor, so that each has registered what it cites."""
    for package in ("zhiheng.law", "zhiheng.law.checks"):
        try:
            home = import_module(package)
        except ModuleNotFoundError:
            continue
        for module in walk_packages(home.__path__, home.__name__ + "."):
            import_module(module.name)


def length_words(term: Term) -> tuple[str, ...]:
    """How the law may write the term's length: 七日, 7日, 七个工作日. Empty for a term without a number."""
    if not term.length or term.unit not in _UNIT_WORDS:
        return ()
    numbers = {to_chinese(term.length), str(term.length)} | ({"两"} if term.length == 2 else set())
    return tuple(sorted(n + unit for n in numbers for unit in _UNIT_WORDS[term.unit]))


def of_terms() -> Iterator[Citation]:
    """Each basis of each term; the length stands in the first."""
    for term in every_term():
        compared = term.source is Source.TEXT and term.status is not Status.REPEALED
        for n, article in enumerate(term.articles):
            words = length_words(term) if compared and n == 0 else ()
            yield Citation(f"期限 {term.id}", article, words, term.until)


def of_rules() -> Iterator[Citation]:
    """The rules by which days are counted and moved."""
    for group in ("counting_rules", "roll_rules"):
        for name, rule in rules(group).items():
            yield from _of_rule(f"规则 {name}", rule)


def _of_rule(where: str, rule: Rule) -> Iterator[Citation]:
    return (Citation(where, article) for article in rule.articles)


def of_violations() -> Iterator[Citation]:
    """The duty and penalty clauses of each act, in the text of the days it covers."""
    for act in violations.every():
        for article in (*act.penalties, *act.duty):
            yield Citation(f"违法行为 {act.code}", article, (), act.until)


def of_fines() -> Iterator[Claim]:
    """Every amount, share, multiple and threshold of every stage."""
    for act, stage in _stages():
        count = amounts.parts(stage.fine)
        if count:
            yield _claim(act, stage, partial(amounts.faults, stage.fine), count)


def of_orders() -> Iterator[Claim]:
    """The words of an order and of what makes the second stage, and 可以 where fining is itself a choice."""
    for act, stage in _stages():
        words = [w for w in (ORDER_WORDS.get(stage.order, ""), TRIGGERS.get(stage.trigger, "")) if w]
        words += ["可以"] if getattr(stage.fine, "may", False) and amounts.parts(stage.fine) else []
        if words:
            yield _claim(act, stage, partial(_absent, tuple(words)), len(words))


def _absent(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(f"没有「{w}」" for w in words if w not in text)


def _claim(act: Violation, stage: Stage, faults: partial[tuple[str, ...]], count: int) -> Claim:
    """Amounts rest on what the act itself cites; an act from memory is compared too when its text is here."""
    return Claim(f"违法行为 {act.code} {stage.zh}", act.penalties, faults, count, act.until)


def _stages() -> Iterator[tuple[Violation, Stage]]:
    return ((act, stage) for act in violations.every() for stage in act.stages)


def of_procedures() -> Iterator[Citation]:
    """Acts, gates, clocks and facts of every procedure."""
    for _, procedure in sorted(procedures().items()):
        yield from cited_in("程序", procedure)


def of_papers() -> Iterator[Citation]:
    for code, form in papers.papers().items():
        yield from (Citation(f"文书 {code}", article) for article in form.basis)


def of_checklists() -> Iterator[Citation]:
    for item in checklists.items():
        yield from (Citation(f"检查事项 {item.id}", article) for article in item.basis)


def of_circumstances() -> Iterator[Citation]:
    """Circumstances whose words are the law's own must be found in its item."""
    for found in benchmarks.circumstances():
        for n, article in enumerate(found.articles):
            own = n == 0 and article.item is not None and article.item < 5
            yield Citation(f"裁量情形 {found.id}", article, (found.zh,) if own else ())


def of_benchmarks() -> Iterator[Comparable]:
    """What benchmarks rest on, and their bands against the statute's own range."""
    for table in (benchmarks.general(), *(t.benchmark for t in benchmarks.tables())):
        yield from (Citation(f"裁量基准 {table.id}", article) for article in table.articles)
    wrong = benchmarks.check()
    for own in benchmarks.tables():
        act, id_ = violations.get(own.code), own.benchmark.id
        bad = tuple(f"：{f}" for f in wrong if f.startswith(id_))
        yield Claim(f"裁量基准 {id_}", act.penalties, partial(_known, bad), len(own.benchmark.bands), act.until)


def _known(faults: tuple[str, ...], _text: str) -> tuple[str, ...]:
    return faults


def of_places() -> Iterator[Citation]:
    """The dated figures of the nation and what each bureau adds to them."""
    common = set(places.national())
    yield from (Citation(f"全国参数 {p.name}", p.article) for p in places.national())
    for place in (places.place(p) for p in places.places()):
        own = (p for p in place.parameters if p not in common)
        yield from (Citation(f"地方参数 {place.id} {p.name}", p.article) for p in own)
        yield from cited_in(f"地方规则 {place.id}", place.gates)


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


@cache
def gates_citing() -> Mapping[tuple[str, str], tuple[tuple[str, str, Article], ...]]:
    """(law, article) → (procedure and act in Chinese, rule, place) of the gates and clocks that rest on it."""
    found: dict[tuple[str, str], dict[tuple[str, str, Article], None]] = {}
    for _, procedure in sorted(procedures().items()):
        for act, rule, articles in _ruled(procedure):
            for article in articles:
                found.setdefault((article.law, article.article), {})[(f"{procedure.zh} · {act}", rule, article)] = None
    return {key: tuple(rows) for key, rows in found.items()}


def _ruled(procedure: Procedure) -> Iterator[tuple[str, str, tuple[Article, ...]]]:
    for act in procedure.acts:
        yield from ((act.zh, gate.rule, gate.articles) for gate in act.gates)
    yield from ((clock.zh, "期限", clock.articles or _of_term(clock.term)) for clock in procedure.clocks)


def _of_term(id_: str) -> tuple[Article, ...]:
    found = terms().get(id_)
    return found.articles if found else ()


def acts_citing(law: str, article: str = "") -> tuple[tuple[Violation, str, Article], ...]:
    """The acts whose penalty or duty is in this article: (act, 罚则 or 义务, place). Without an article: of the law."""
    found = []
    for act in violations.every():
        for word, places_ in (("罚则", act.penalties), ("义务", act.duty)):
            found += [(act, word, a) for a in places_ if a.law == law and article in ("", a.article)]
    return tuple(found)


checking.register("terms", of_terms, "期限")
checking.register("rules", of_rules, "计算规则")
checking.register("violations", of_violations, "违法行为的条款")
checking.register("fines", of_fines, "罚款数额、比例、倍数")
checking.register("orders", of_orders, "责令、阶段用语")
checking.register("procedures", of_procedures, "程序、闸口、时限")
checking.register("papers", of_papers, "文书依据")
checking.register("checklists", of_checklists, "检查事项依据")
checking.register("circumstances", of_circumstances, "裁量情形")
checking.register("benchmarks", of_benchmarks, "裁量基准")
checking.register("places", of_places, "全国与地方参数")
