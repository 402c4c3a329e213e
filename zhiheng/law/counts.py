"""How much of the data was compared with the words of the law, counted once for the manual, the command and the page.

Nothing is kept: each count is made from the data as it is now. ``open_entries`` is everything that is 依据待核.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import Benchmark
from zhiheng.kernel.terms import Source, Status
from zhiheng.law import benchmarks, checklists, papers, places, violations
from zhiheng.law.checking import Report
from zhiheng.law.checks import checks
from zhiheng.law.cite import laws
from zhiheng.law.rules import procedures
from zhiheng.law.terms import terms


@dataclass(frozen=True)
class Count:
    """One kind of data: how many, how many rest on a text that was read in full, how many are 依据待核."""

    id: str
    zh: str
    en: str
    total: int
    verified: int
    note: str = ""

    @property
    def open(self) -> int:
        return self.total - self.verified


@dataclass(frozen=True)
class OfLaw:
    """The acts of one law: how many, by how they were read, how many can be charged for conduct of the day."""

    title: str
    total: int
    verified: int
    usable: int

    @property
    def open(self) -> int:
        return self.total - self.verified


@dataclass(frozen=True)
class Open:
    """One entry that is 依据待核: what it is, where it says it stands, why it is open."""

    kind: str
    id: str
    title: str
    articles: tuple[Article, ...]
    why: str


def by_kind(today: date) -> tuple[Count, ...]:
    """Every kind of data with its counts."""
    acts, open_ = violations.every(), Counter(o.kind for o in open_entries())
    usable = sum(violations.usable(a, today) is None for a in acts)

    def row(id_: str, zh: str, en: str, total: int, note: str = "") -> Count:
        return Count(id_, zh, en, total, total - open_[zh], note)

    gates = sum(len(a.gates) for p in procedures().values() for a in p.acts)
    return (
        row("laws", "法规", "laws", len(laws())),
        row("acts", "违法行为", "penalisable acts", len(acts), f"{usable} of them usable for conduct of today"),
        row("terms", "期限", "statutory terms", len(terms())),
        row("gates", "闸口", "gates of the procedures built", gates),
        row("checks", "程序检查项", "procedure checks", len(checks())),
        row("items", "检查事项", "check items", len(checklists.items())),
        row("benchmarks", "裁量基准", "benchmark tables", len(_tables())),
        row("circumstances", "裁量情形", "circumstances", len(benchmarks.circumstances())),
        row("papers", "文书依据", "papers", len(papers.papers())),
        row("figures", "地方参数", "national figures", len(places.national())),
    )


def by_law(today: date) -> tuple[OfLaw, ...]:
    """The acts by the law that punishes them, the largest first."""
    found: dict[str, list[violations.Violation]] = {}
    for act in violations.every():
        found.setdefault(act.law.title, []).append(act)
    made = (OfLaw(title, len(acts), sum(a.source == "law_text" for a in acts),
                  sum(violations.usable(a, today) is None for a in acts)) for title, acts in found.items())
    return tuple(sorted(made, key=lambda x: (-x.total, x.title)))


def sources() -> Counter[tuple[str, str]]:
    """Entries by kind and by how their basis was read: (violations, law_text), (terms, memory), (items, excerpt) …"""
    out: Counter[tuple[str, str]] = Counter()
    out.update(("acts", a.source) for a in violations.every())
    out.update(("acts-status", _status(a.status)) for a in violations.every())
    out.update(("terms", str(t.source)) for t in terms().values())
    out.update(("terms-status", str(t.status)) for t in terms().values())
    out.update(("items", i.source) for i in checklists.items())
    out.update(("laws", law.text) for law in laws().values())
    return out


def _status(status: str) -> str:
    """superseded_by 危险化学品安全法 and the like are one status."""
    return status.partition(" ")[0]


def open_entries() -> Iterator[Open]:
    """Everything that is 依据待核, kind by kind."""
    for part in (_laws, _acts, _terms, _gates, _checks, _items, _benchmarks, _papers, _figures):
        yield from part()


def _laws() -> Iterator[Open]:
    words = {"excerpt": "只读到摘录", "memory": "凭记忆", "unread": "只引标题，未读原文"}
    for law in laws().values():
        if law.text != "full":
            yield Open("法规", law.key, law.title, (Article(law.title, ""),), words.get(law.text, "未读全文"))


def _acts() -> Iterator[Open]:
    for act in violations.every():
        if act.source != "law_text":
            why = "只读到罚则节选" if act.source == "web_excerpt" else "凭记忆，未见原文"
            yield Open("违法行为", act.code, act.title, act.penalties, why)


def _terms() -> Iterator[Open]:
    for term in terms().values():
        if not term.verified:
            why = "据已被取代的规定，新规定未读" if term.status is Status.LEGACY else "依据已失效" \
                if term.status is Status.REPEALED else "凭记忆" if term.source is Source.MEMORY else "未核对原文"
            yield Open("期限", term.id, term.zh, term.articles, why)


def _gates() -> Iterator[Open]:
    for procedure in procedures().values():
        for act in procedure.acts:
            for gate in act.gates:
                if not gate.verified:
                    yield Open("闸口", gate.id, f"{procedure.zh} · {act.zh}：{gate.rule}", gate.articles, "依据未核对，只作提醒")


def _checks() -> Iterator[Open]:
    for check in checks().values():
        if not check.verified:
            yield Open("程序检查项", check.id, check.zh, check.articles, "依据未核对，不作为不得放行的理由")


def _items() -> Iterator[Open]:
    for item in checklists.items():
        if not item.verified:
            yield Open("检查事项", item.id, item.question, item.basis, checklists.SOURCES.get(item.source, "未核对原文"))


def _tables() -> tuple[Benchmark, ...]:
    return (benchmarks.general(), *(t.benchmark for t in benchmarks.tables()))


def _benchmarks() -> Iterator[Open]:
    for table in _tables():
        if not table.verified:
            yield Open("裁量基准", table.id, table.title, table.articles, "表格正文没有读到")


def _papers() -> Iterator[Open]:
    for code, form in papers.papers().items():
        if form.basis and all(_unread(a) for a in form.basis):
            yield Open("文书依据", code, form.zh_name, form.basis, "依据的文件没有读到全文")


def _unread(article: Article) -> bool:
    law = laws().get(article.law)
    return law is None or law.text != "full"


def _figures() -> Iterator[Open]:
    for figure in places.national():
        if not figure.verified:
            yield Open("地方参数", figure.name, figure.zh, (figure.article,), "数额凭记忆或据已被取代的规定")


def manual(today: date, report: Report) -> str:
    """The tables of docs/law-and-sources.md in Markdown, as they follow from the data and one comparison."""
    lines = [*_table(("What", "Entries", "Basis read", "依据待核", ""),
                     ((c.en, c.total, c.verified, c.open, c.note) for c in by_kind(today))), ""]
    lines += _table(("Acts by law", "Acts", "Text read", "依据待核", "Usable today"),
                    ((x.title, x.total, x.verified, x.open, x.usable) for x in by_law(today)))
    words = sources()
    lines += ["", *_table(("Entries by source and status", "Value", "Count"),
                          ((kind, value, count) for (kind, value), count in sorted(words.items()))), ""]
    lines += _table(("Compared with the 22 texts", "Places", "Figures and words", "No text", "Disagree"), (
        (f"{key}（{t.zh}）", t.places, t.figures, t.no_text, len(t.errors)) for key, t in sorted(report.groups.items())))
    total = (report.checked, report.numbers, report.unchecked, len(report.errors))
    return "\n".join([*lines, f"| **all** | {' | '.join(f'**{n}**' for n in total)} |"])


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[str]:
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(str(c) for c in r)} |" for r in rows)]


