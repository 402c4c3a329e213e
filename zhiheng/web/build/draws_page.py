"""One batch: the steps, what may be done now and why not, the three directories, the places and why not somebody else."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiheng.kernel.draw import Pool
from zhiheng.kernel.draw.officers import recusals, unfit
from zhiheng.kernel.engine import Judgement
from zhiheng.records.models import Draw, DrawPick
from zhiheng.records.queries.draws import partners
from zhiheng.web import links
from zhiheng.web.build.draws import HREF, href, minute, place_state, plan_button
from zhiheng.web.parts import Band, Empty, Link, Node, NodeBar, NodeState
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

SHOWN = 300
STEPS = (("set", "设定"), ("frozen", "冻结名录"), ("committed", "公布承诺"), ("revealed", "揭晓"), ("published", "公布结果"), ("assigned", "检查"),
         ("closed", "办结"))
ACTS = (("freeze", "冻结名录", "系统按设定从一企一档和人员名册取一份名录，以后改登记也不影响本批。", False),
        ("commit", "公布承诺", "", True), ("reveal", "揭晓", "", True),
        ("publish_result", "公布结果", "公布抽取记录和结果，公众可以逐行核验。", True),
        ("assign", "下达任务", "把抽中的企业交给抽中的两名执法人员，并通知本人。", False),
        ("close", "办结", "每一家都已检查或补抽。", True))
SIDE = (("replace", "补抽一家"), ("void", "作废"))
BY_SYSTEM = frozenset({"frozen_by_system", "promised_by_system", "same_transcript"})
"""Gates on figures that the system fills in itself: no reason to show before the button is pressed."""


@dataclass(frozen=True)
class Step:
    """An act as a button: ``why`` says what stands against it now, empty when it may be done."""

    act: str
    label: str
    says: str
    pin: bool
    why: str

    @property
    def may(self) -> bool:
        return not self.why


def bar(row: Draw, assigned: bool) -> NodeBar:
    """The steps of UX; a void batch stops where it was."""
    reached = {"set": 0, "frozen": 1, "committed": 2, "revealed": 3, "published": 5 if assigned else 4, "closed": 6,
               "void": 3 if row.revealed_at else 2 if row.committed_at else 1 if row.pool else 0}[row.state]
    notes = {"committed": minute(row.committed_at)[5:] if row.committed_at else "",
             "revealed": minute(row.revealed_at)[5:] if row.revealed_at else f"{minute(row.due_at)[5:]} 后" if row.due_at else ""}
    at_work = 5 if assigned and row.state == "published" else reached + 1
    def sign(n: int) -> NodeState:
        if n < at_work and n <= reached:
            return "done"
        return "current" if n == at_work and row.state != "void" else "todo"
    return NodeBar(tuple(Node(zh, sign(n), notes.get(key, ""), key) for n, (key, zh) in enumerate(STEPS)))


def step(act: str, label: str, says: str, pin: bool, judged: Sequence[Judgement], needs: bool) -> Step | None:
    """None when it was done already: what is over needs no button."""
    held = [o for j in judged for o in j.obstacles if o.stops and o.gate not in BY_SYSTEM]
    if any(o.gate in ("once", "not_revealed", "done_once") or "已经办理" in o.says for o in held) or not needs:
        return None
    return Step(act, label, says, pin, "；".join(dict.fromkeys(o.says for o in held)))


def directories(row: Draw, pool: Pool) -> tuple[Panel, ...]:
    """Items, objects with exclusions, officers with why not, recusals; strata with their weights."""
    out, inside, total = pool.rows["excluded"], pool.rows["candidate"], len(pool.rows["candidate"]) + len(pool.rows["excluded"])
    reasons = Counter(r[2] for r in out)
    summary = " ".join(f"{why} {n}" for why, n in reasons.most_common())
    unfit_people = [tuple(x) for x in row.settings.get("unfit", ())]
    return (
        Panel("抽查事项清单", (items(pool), joint(pool)) if partners(pool) else (items(pool),), str(len(pool.rows["item"])), key="items"),
        Panel("分层和权重", (strata(pool),), key="strata",
              note="权重 = 分层权重 × 信用（有失信或不良记录 4，一般 2，信用良好或作出承诺 1）"),
        Panel("对象名录库", (excluded(pool),), f"{total} − 剔除 {len(out)} = 入池 {len(inside)}", key="objects", note=summary),
        Panel("人员名录库", (officers(pool), left_out(unfit_people)) if unfit_people else (officers(pool),),
              f"{len(pool.rows['officer'])} 人，回避 {len(pool.rows['recusal'])} 对", key="officers"),
        *((Panel("回避", (away(pool),), str(len(pool.rows["recusal"])), key="recusals"),) if pool.rows["recusal"] else ()))


def items(pool: Pool) -> Table:
    return Table((Column("编码"), Column("抽查事项", wide=True)), tuple(Row((Cell(a), Cell(b)), key=a) for a, b in pool.rows["item"]), "抽查事项",
                 action_label="")


def joint(pool: Pool) -> Table:
    rows = tuple(Row((Cell(name, strong=True), Cell(what)), key=name) for name, what in partners(pool))
    return Table((Column("联合抽查部门"), Column("其抽查事项", wide=True)), rows, "联合抽查部门", action_label="")


def strata(pool: Pool) -> Table:
    held = Counter(r[2] for r in pool.rows["candidate"])
    weights: dict[str, Counter[int]] = {}
    for r in pool.rows["candidate"]:
        weights.setdefault(r[2], Counter())[int(r[3])] += 1
    def row(key: str, title: str, take: str) -> Row:
        share = f"{int(take) * 100 / held[key]:.2f}%" if held[key] else "—"
        said = "，".join(f"{w}（{n} 家）" for w, n in sorted(weights.get(key, Counter()).items()))
        return Row((Cell(title, strong=True), Cell(str(held[key]), num=True), Cell(take, num=True), Cell(share, num=True), Cell(said)), key=key)
    return Table((Column("分层"), Column("入池", num=True), Column("抽取", num=True), Column("比例", num=True), Column("权重", wide=True)),
                 tuple(row(*r) for r in pool.rows["stratum"]), "分层", action_label="")


def excluded(pool: Pool) -> Table:
    rows = tuple(Row((Cell(name, f"/enterprises/{key}/" if key.isalnum() else ""), Cell(why)), key=key)
                 for key, name, why in pool.rows["excluded"][:SHOWN])
    return Table((Column("剔除的企业", wide=True), Column("理由", wide=True)), rows, "剔除的企业", Empty("没有剔除的企业。"), action_label="")


def officers(pool: Pool) -> Table:
    rows = tuple(Row((Cell(name, strong=True), Cell(key), Cell(fields.replace("|", "、") or "—"), Cell(areas.replace("|", "、") or "全辖区"),
                      Cell(limit, num=True)), key=key) for key, name, fields, areas, limit in pool.rows["officer"])
    return Table((Column("执法人员"), Column("执法证号"), Column("领域"), Column("区域"), Column("任务上限", num=True)), rows, "人员名录库",
                 Empty("没有执法证在检查期间一直有效的执法人员。"), action_label="")


def left_out(rows: Sequence[tuple[str, ...]]) -> Table:
    return Table((Column("不在库内"), Column("理由", wide=True)), tuple(Row((Cell(r[0]), Cell(r[1])), key=r[0]) for r in rows), "不在库内的人员",
                 action_label="")


def away(pool: Pool) -> Table:
    people = {r[0]: r[1] for r in pool.rows["officer"]}
    firms = {r[0]: r[1] for r in pool.rows["candidate"]}
    rows = tuple(Row((Cell(people.get(o, o)), Cell(firms.get(c, c)), Cell(why)), key=f"{o}-{c}") for o, c, why in pool.rows["recusal"][:SHOWN])
    return Table((Column("执法人员"), Column("企业", wide=True), Column("理由")), rows, "回避", action_label="")


def places(row: Draw, pool: Pool, picks: Sequence[DrawPick], names: Mapping[str, str], anew: Mapping[int, Draw], me: str) -> Table:
    """Enterprise · stratum · weight · rank · officers · why not somebody · the visit."""
    known = {r[0]: r for r in pool.rows["candidate"]}
    firms = {pk: key for key, pk in row.settings.get("firms", {}).items()}
    signs = {who: sign for sign, who in row.settings.get("people", {}).items()}
    titles = {r[0]: r[1] for r in pool.rows["stratum"]}
    out = recusals(pool)
    def line(p: DrawPick) -> Row:
        candidate = known.get(firms.get(p.enterprise_id, ""))
        reasons = why_not(pool, candidate, {signs.get(o, o) for o in p.officers}, out) if candidate else ()
        firm = links.enterprise_href(p.enterprise.code, p.enterprise.pk) if p.enterprise else ""
        said = Cell("、".join(names.get(o, o) for o in p.officers) or "—", lines=(p.reason,) if p.reason and not p.officers else ())
        redraw = anew.get(p.rank)
        visit = Cell(p.visit.no, links.file_href(p.visit.no), badge=place_state(p)) if p.visit else Cell(
            redraw.number if redraw else "", href(redraw.number) if redraw else "", place_state(p), (p.reason,) if p.state == "replaced" else ())
        return Row((Cell(str(p.rank), num=True), Cell(p.name, firm, strong=True), Cell(titles.get(p.stratum, p.stratum)),
                    Cell(candidate[3] if candidate else "—", num=True), said, Cell("", lines=reasons) if reasons else Cell("—"), visit),
                   plan_button(p) if me in p.officers else None, str(p.rank))
    return Table((Column("名次", num=True), Column("企业", wide=True), Column("分层"), Column("权重", num=True), Column("执法人员"),
                  Column("为何未选某人", wide=True), Column("检查")), tuple(line(p) for p in picks[:SHOWN]), "抽中的企业", action_label="")


def why_not(pool: Pool, candidate: tuple[str, ...], chosen: set[str], out: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """Officers who could not go there, with the reason; the others were behind by load, pairing or number."""
    former = next((set(r[1:]) for r in pool.rows["former"] if r[0] == candidate[0]), set())
    said, behind = [], []
    for officer in pool.rows["officer"]:
        if officer[0] in chosen:
            continue
        if reason := unfit(officer, candidate, out):
            said.append(f"{officer[1]}：{reason}")
        elif officer[0] in former and former & chosen:
            said.append(f"{officer[1]}：与已选的一人上次同组，不再同组")
        else:
            behind.append(officer[1])
    if behind:
        said.append(f"{'、'.join(behind)}：任务数、同组次数或随机次序在后")
    return tuple(said)


def bands(row: Draw) -> tuple[Band, ...]:
    found = []
    if row.state == "void":
        found.append(Band(f"本批已于 {minute(row.voided_at)} 作废：{row.void_reason}", "rest", key="void",
                          detail="编号、理由和已有结果保留，仍然公开。"))
    if place := str(row.settings.get("replaces") or ""):
        found.append(Band(f"补抽 {place}：{row.settings.get('reason', '')}", "link", (Link("原批次", href(place.rpartition('/')[0])),), "replaces"))
    return tuple(found)


def promise(row: Draw) -> tuple[tuple[str, str], ...]:
    """What was published beforehand and what was revealed; the secret is shown by the transcript alone."""
    said = row.commitment
    rows = [("名录指纹", str(said.get("pool_hash", ""))), ("秘密值的指纹", str(said.get("secret_hash", ""))),
            ("承诺书指纹", str(said.get("hash", ""))),
            ("公开随机源", str(said.get("public_source", ""))), ("公开随机数产生时间", minute(row.due_at) if row.due_at else ""),
            ("承诺公布", minute(row.committed_at) if row.committed_at else ""), ("公开随机数", row.public_number),
            ("规则版本", str(said.get("rule", "")))]
    return tuple((k, v) for k, v in rows if v) if row.committed_at else ()


def crumbs(row: Draw) -> tuple[Link, ...]:
    return (Link("执法计划"), Link("双随机抽查", HREF), Link(row.number))
