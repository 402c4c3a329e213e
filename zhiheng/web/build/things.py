"""装备车服: what is held, who has it, what is overdue or out of calibration, what was used where; one thing's page."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from zhiheng.kernel.facts import as_date
from zhiheng.law.gates_things import MEASURING, fault
from zhiheng.records.models import Line, ThingUse
from zhiheng.records.queries.things import Travel
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.declare import said
from zhiheng.registers.ledgers.equipment import KINDS, STATES
from zhiheng.registers.ledgers.kit import GARMENTS
from zhiheng.registers.shortfall import MEMORY, WARN, Officer, Team
from zhiheng.web import links
from zhiheng.web.build.ledgers import href as line_href
from zhiheng.web.parts import Badge, Band, Button, Empty, Figure, FigureStrip, Link
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/things/"
Uses = dict[int, tuple[int, int, date]]
PER = {"officer": "每名执法人员", "pair": "每两名执法人员", "agency": "每个机关"}
TONES = {"in_store": "done", "issued": "plain", "repair": "due", "scrapped": "rest", "lost": "late"}


def href(pk: int) -> str:
    return f"{HREF}{pk}/"


def state(line: Line) -> Badge:
    value = str(line.values.get("state") or "")
    return Badge(dict(STATES).get(value, value), TONES.get(value, "plain"), value)  # type: ignore[arg-type]


def figures(held: Sequence[Line], late: int, doubtful: int, cars: int, rate: tuple[int, int], on: date) -> FigureStrip:
    """The state of the kit in six numbers; each says how it is counted."""
    live = [x for x in held if x.values.get("state") not in ("scrapped", "lost")]
    measuring = [x for x in live if x.values.get("kind") in MEASURING]
    good = [x for x in measuring if not fault(x.values, on)]
    n, d = rate
    return FigureStrip("装备车服", (
        Figure("held", "在册装备", str(len(live)), href=line_href(ledger("equipment")), definition="未报废、未遗失的装备件数。"),
        Figure("issued", "已领用", str(sum(1 for x in live if x.values.get("state") == "issued")),
               href=f"{line_href(ledger('equipment'))}?state=issued", definition="状态为已领用的件数。"),
        Figure("late", "逾期未还", str(late), href="#late", definition="应归还日期已过、没有登记归还的领用、送修、送检。"),
        Figure("calibrated", "检测仪器可用率", f"{len(good) * 100 // len(measuring)}%" if measuring else "—", str(len(good)),
               str(len(measuring)) if measuring else "", "#calibration", definition="检测仪器中今天在有效期内、不在维修的件数除以在册件数。",
               percent=len(good) * 100 / len(measuring) if measuring else None),
        Figure("doubtful", "存疑使用", str(doubtful), href="#doubtful", definition="您能查看的案卷里，检查、勘验、抽样使用当日有问题的仪器的次数。"),
        Figure("uniform", "制服标志配发率", f"{n * 100 // d}%" if d else "—", str(n), str(d) if d else "", "#uniforms",
               definition="有使用中的制式服装并且配发标志的执法人员除以执法人员。", percent=n * 100 / d if d else None)))


def late_table(rows: Sequence[Line], things: dict[tuple[int, str], Line], on: date) -> Table:
    """What should be back and is not."""
    kinds = dict(ledger("equipment_moves").spec("kind").choices)
    def row(x: Line) -> Row:
        held = things.get((x.agency_id, str(x.values.get("asset_no"))))
        due = as_date(x.values, "due_back")
        days = (on - due).days if due else 0
        return Row((Cell(held.title if held else str(x.values.get("asset_no")), href(held.pk) if held else "", strong=True),
                    Cell(kinds.get(str(x.values.get("kind")), "")), Cell(x.person.name if x.person else "—"), Cell(str(x.values.get("purpose"))),
                    Cell(badge=Badge(f"应于 {due} 归还，已超 {days} 天", "late", "late"))),
                   Button("归还", href(held.pk)) if held else None, str(x.pk), "late")
    return Table((Column("装备", wide=True), Column("类型"), Column("经手人"), Column("用途", wide=True), Column("应归还")),
                 tuple(row(x) for x in rows), "逾期未还", Empty("没有逾期未还的装备。"))


def calibration_table(held: Sequence[Line], uses: Uses, on: date) -> Table:
    """Instruments whose calibration is over, missing, or about to end."""
    soon = [x for x in held if x.values.get("kind") in MEASURING and x.values.get("state") not in ("scrapped", "lost")
            and (fault(x.values, on) or ((u := as_date(x.values, "calibrated_until")) is not None and u - on <= WARN))]
    def row(x: Line) -> Row:
        why = fault(x.values, on)
        return Row((Cell(x.title, href(x.pk), strong=True), Cell(x.agency.short_name or x.agency.name),
                    Cell(str(x.values.get("calibrated_until") or "—")),
                    Cell(badge=Badge(why, "late", "bad") if why else Badge("即将到期", "due", "soon")), Cell(str(uses.get(x.pk, (0,))[0]), num=True)),
                   Button("送检", href(x.pk)), str(x.pk), "late" if why else "plain")
    return Table((Column("仪器", wide=True), Column("机关"), Column("有效期至"), Column("情况"), Column("使用次数", num=True)),
                 tuple(row(x) for x in soon),
                 "检定（校准）", Empty("检测仪器都在检定（校准）有效期内，六十天内没有到期的。"))


def uses_table(rows: Sequence[ThingUse], *, thing: bool = True) -> Table:
    """In which acts something was used; with its name, or on its own page without."""
    def row(u: ThingUse) -> Row:
        first = (Cell(u.line.title, href(u.line_id), strong=True),) if thing else ()
        return Row((*first, Cell(u.on.isoformat()), Cell(u.file.no, links.file_href(u.file.no), lines=(u.file.title,)), Cell(u.purpose),
                    Cell(badge=Badge(u.fault, "late", "bad")) if u.fault else Cell("正常")), key=str(u.pk), tone="late" if u.fault else "plain")
    heads = (*((Column("装备", wide=True),) if thing else ()), Column("日期"), Column("案卷", wide=True), Column("环节"), Column("当日情况"))
    return Table(heads, tuple(row(u) for u in rows), "使用记录", Empty("没有使用记录。在检查记录、勘验、抽样里选择仪器以后自动登记。"),
                 action_label="")


def standard_table(teams: Sequence[Team]) -> Table:
    """Standard against holding by agency and kind; whose standard it is stands beside it."""
    rows = []
    for team in teams:
        people = len(team.officers)
        for norm in team.norms:
            due = {"officer": people, "pair": -(-people // 2), "agency": 1 if people else 0}[norm.per] * norm.number
            kind = [v for _, v in team.equipment if v.get("kind") == norm.kind]
            usable = sum(1 for v in kind if v.get("state") in ("in_store", "issued"))
            lacking = max(0, due - usable)
            own = Badge("凭记忆，待核", "due", "memory") if norm.source == MEMORY else Badge("本机关登记", "done", "own")
            rows.append(Row((Cell(team.agency, strong=True), Cell(dict(KINDS).get(norm.kind, norm.kind)),
                             Cell(f"{PER[norm.per]} {norm.number}", lines=(norm.source,), badge=own), Cell(str(due), num=True),
                             Cell(str(usable), num=True, lines=(f"另有 {len(kind) - usable} 件不可用",) if len(kind) > usable else ()),
                             Cell(str(lacking) if lacking else "—", num=True),
                             Cell(f"{min(usable, due) * 100 // due}%" if due else "—", num=True)),
                            key=f"{team.agency}-{norm.kind}", tone="late" if lacking else "plain"))
    heads = (Column("机关"), Column("类别"), Column("标准", wide=True), Column("应配", num=True), Column("可用", num=True), Column("短缺", num=True),
             Column("配备率", num=True))
    return Table(heads, tuple(rows), "配备标准与现有", Empty("没有任职有效的执法人员，无从计算应配数量。"), action_label="")


def worn(officer: Officer) -> tuple[list[str], str]:
    """What an officer wears in words, and his sizes."""
    held = [u for u in officer.uniforms if u.get("state") == "worn"]
    sizes = dict.fromkeys(str(u["size"]) for u in held if u.get("size"))
    return [f"{dict(GARMENTS).get(str(u.get('item')), '')}×{u.get('quantity', 1)}" for u in held], "、".join(sizes)


def dressed(officer: Officer) -> bool:
    """Uniform and insignia both issued and worn."""
    items = {u.get("item") for u in officer.uniforms if u.get("state") == "worn"}
    return "set" in items or ("insignia" in items and bool(items - {"insignia", "shoes", "cap"}))


def uniform_table(teams: Sequence[Team]) -> Table:
    rows = []
    for team in teams:
        for one in team.officers:
            held, sizes = worn(one)
            mark = Badge("已配发", "done", "yes") if dressed(one) else Badge("没有配发" if not held else "不齐", "late", "no")
            rows.append(Row((Cell(one.name, links.person_href(one.username), strong=True), Cell(team.agency), Cell(badge=mark),
                             Cell("、".join(held) or "—"), Cell(sizes or "—")), Button("登记", f"/ledgers/uniforms/new/?person={one.username}"),
                            one.username, "plain" if dressed(one) else "late"))
    return Table((Column("姓名"), Column("机关"), Column("配发"), Column("品种、数量", wide=True), Column("号型")), tuple(rows), "制服和标志",
                 Empty("没有任职有效的执法人员。"))


def car_table(rows: Sequence[Travel]) -> Table:
    """Vehicles of the year: visits they served, trips, kilometres, visits without a registered trip."""
    def row(t: Travel) -> Row:
        gap = Badge(f"{len(t.missing)} 次检查没有登记里程", "due", "gap") if t.missing else None
        return Row((Cell(t.line.title, href(t.line.pk), strong=True), Cell(t.line.agency.short_name or t.line.agency.name),
                    Cell(str(t.visits), num=True), Cell(str(t.trips), num=True),
                    Cell(f"{t.km:,}", num=True, lines=(f"其中执法 {t.tied_km:,}",) if t.tied_km else ()),
                    Cell("、".join(t.missing[:3]) or "—", badge=gap)),
                   Button("登记用车", f"/ledgers/vehicle_trips/new/?plate={t.line.values.get('plate')}"
                          + (f"&file_no={t.missing[0]}" if t.missing else "")), str(t.line.pk))
    return Table((Column("车辆", wide=True), Column("机关"), Column("检查用车", num=True), Column("登记次数", num=True), Column("公里", num=True),
                  Column("没有里程的检查", wide=True)), tuple(row(t) for t in rows), "车辆",
                 Empty("车辆台账里没有车辆。"))


def holding_table(held: Sequence[Line], uses: Uses, on: date) -> Table:
    """Everything in use with who has it."""
    def row(x: Line) -> Row:
        over = x.values.get("state") in ("scrapped", "lost")
        why = "" if over else fault(x.values, on)
        n, _, last = uses.get(x.pk, (0, 0, on))
        return Row((Cell(x.title, href(x.pk), strong=True), Cell(badge=state(x)), Cell(x.person.name if x.person else "—"),
                    Cell(badge=Badge(why, "late", "bad")) if why else
                    Cell("—" if over else str(x.values.get("calibrated_until") or "—")),
                    Cell(str(n), num=True, lines=(f"最近 {last}",) if n else ())), Button("办理", href(x.pk)), str(x.pk))
    return Table((Column("装备", wide=True), Column("状态"), Column("领用人"), Column("检定有效期"), Column("使用次数", num=True)),
                 tuple(row(x) for x in held), "装备", Empty("装备台账里没有装备。", Button("登记装备", "/ledgers/equipment/new/")))


def facts(line: Line) -> Table:
    """All the thing's fields."""
    book = ledger(line.ledger)
    people = {line.person_id: line.person.name} if line.person else {}
    rows = [Row((Cell(s.zh), Cell(people.get(line.values.get(s.name), said(s, line.values.get(s.name))), strong=s.name in book.title)), key=s.name)
            for s in book.fields if line.values.get(s.name) not in (None, "")]
    return Table((Column("项目"), Column("内容", wide=True)), tuple(rows), line.title, Empty("没有内容。"), action_label="")


def moves_table(rows: Sequence[Line]) -> Table:
    book = ledger("equipment_moves")
    def row(x: Line) -> Row:
        return Row(tuple(Cell(x.person.name if n == "person" and x.person else said(book.spec(n), x.values.get(n)) or "—")
                         for n in ("started_on", "kind", "person", "purpose", "due_back", "state", "returned_on", "condition")), key=str(x.pk))
    heads = tuple(Column(zh, wide=zh == "用途或原因") for zh in ("日期", "类型", "经手人", "用途或原因", "应归还", "状态", "归还日期", "归还时状况"))
    return Table(heads, tuple(row(x) for x in rows), "领用归还", Empty("没有领用、送修、送检的记录。"), action_label="")


def bands(line: Line, on: date) -> tuple[Band, ...]:
    why = fault(line.values, on) if line.ledger == "equipment" else ""
    return (Band(f"这件装备{why}：测得的数据作为证据存疑，记录上会写明。", "late" if line.values.get("kind") in MEASURING else "due",
                 (Link("行政处罚法第四十六条第二款", "/law/行政处罚法/46/"),), "fault"),) if why else ()


def usual_back(on: date) -> str:
    return (on + timedelta(days=3)).isoformat()


def panels(late: Table, calibration: Table, doubtful: Table, standard: Table, uniforms: Table, cars: Table, holding: Table, count: int
           ) -> tuple[Panel, ...]:
    """What needs somebody first, then what is held."""
    return (
        Panel("逾期未还", (late,), str(len(late.rows)) if late.rows else "", key="late"),
        Panel("检定（校准）", (calibration,), str(len(calibration.rows)) if calibration.rows else "", key="calibration",
              note="计量法第九条、计量法实施细则第二十二条"),
        Panel("存疑使用", (doubtful,), str(len(doubtful.rows)) if doubtful.rows else "", key="doubtful", note="行政处罚法第四十六条第二款"),
        Panel("装备", (holding,), str(count), (Button("标签", f"{HREF}labels/", icon="print"), Button("台账", "/ledgers/equipment/")), key="holding"),
        Panel("配备标准与现有", (standard,), key="standard", tools=(Button("导出 Excel", f"{HREF}export/", icon="download"),
                                                              Button("登记标准", "/ledgers/equipment_standards/"))),
        Panel("制服和标志", (uniforms,), key="uniforms", tools=(Button("台账", "/ledgers/uniforms/"),)),
        Panel("车辆", (cars,), key="cars", tools=(Button("车辆台账", "/ledgers/vehicles/"), Button("用车登记", "/ledgers/vehicle_trips/"))))
