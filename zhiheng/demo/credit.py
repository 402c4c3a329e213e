"""信用 and 中介机构 of the district: one firm on the list with its principal, one off it early, one told; promises; agencies.

Played after the cases, through the real acts, on penalties that the district's own year has brought.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from stdnum.cn import uscc

from zhiheng.actions import intermediaries, ledgers, register
from zhiheng.actions.perform import open_file
from zhiheng.demo.desk import Matter
from zhiheng.demo.house import House, Team, team
from zhiheng.demo.pace import Pace, moment, workday
from zhiheng.law.procedures.commitment import TEXT
from zhiheng.records.models import Enterprise, Line, Penalty
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.intermediary import Told, signals

YEAR = timedelta(days=366)


def fill(house: House, end: datetime, seed: int) -> None:
    """Everything of credit and of intermediaries up to ``end``. Deterministic."""
    dice = Random(seed + 303)
    served = [p for p in Penalty.objects.filter(decision="penalty", served_on__isnull=False, party__kind="unit", fine_fen__gt=0,
                                                file__agency=house.bureau, file__enterprise__isnull=False)
              .select_related("file", "party", "file__enterprise").order_by("decided_on", "pk") if p.document_no]
    used: set[int] = set()
    today = end.date()
    old = _pick(served, used, lambda p: p.served_on <= today - YEAR - timedelta(days=60) and p.paid_fen >= p.fine_fen)
    if old is not None:
        _removed(_listing(house, dice, old, 0), end)
    recent = _pick(served, used, lambda p: today - timedelta(days=300) <= p.served_on <= today - timedelta(days=70))
    if recent is not None:
        _listed(_listing(house, dice, recent, 1), end)
    fresh = _pick(reversed(served), used, lambda p: p.served_on <= today - timedelta(days=8))
    if fresh is not None:
        _told(house, dice, fresh, end)
    _promises(house, dice, end, {p.file.enterprise_id for p in served})
    _agencies(house, end)


def _pick(found: Any, used: set[int], fits: Any) -> Penalty | None:
    for p in found:
        if p.file.enterprise_id not in used and fits(p):
            used.add(p.file.enterprise_id)
            return p  # type: ignore[no-any-return]
    return None


def _matter(house: House, dice: Random, when: datetime, pair: int) -> Matter:
    return Matter(team(house, dice, "YL", pair), Pace(when, Random(dice.random())), Random(dice.random()))


def _listing(house: House, dice: Random, p: Penalty, pair: int, when: datetime | None = None) -> Matter:
    """The proposal that grows out of a penalty already served, for the unit and its principal."""
    firm, file = p.file.enterprise, p.file
    assert firm is not None and p.served_on is not None
    m = _matter(house, dice, when or moment(workday(p.served_on, 5), 9, 20), pair)
    parties: list[dict[str, str]] = [{"role": "unit", "name": firm.name, "uscc": firm.code or "", "address": firm.address or "云岭区",
                                      "legal_rep": firm.principal}]
    if firm.principal:
        parties.append({"role": "principal", "name": firm.principal, "post": "主要负责人"})
    facts = {"ground": "unlicensed", "penalty_no": p.document_no, "penalty_on": p.decided_on.isoformat(),
             "penalty_served_on": p.served_on.isoformat(), "own_penalty": True, "permit_kind": "危险化学品经营许可证", "permit_state": "held",
             "facts": f"{firm.name}在许可证暂扣期间仍对外经营，经检查查实并已处罚（{p.document_no}）。",
             "gravity": "暂扣期间持续经营两个月以上，经口头制止仍不停止，性质恶劣。", "parties": parties, "officers": m.names,
             "opinion": "符合列入情形，建议列入严重失信主体名单。"}
    done = open_file("serious_breach", "propose", facts, m.lead, agency=m.team.agency, enterprise=firm, origin=(file.no, {}),
                     title=f"{firm.name}列入严重失信主体名单"[:200], domain=firm.fields[0] if firm.fields else "", at=m.pace.now)
    m.no = done.file.no
    m.signed(done)
    return m


def _keys(m: Matter) -> list[tuple[str, Any]]:
    return [(p.key, p) for p in m.file.parties.order_by("key")]


def _serve(m: Matter, key: str, party: Any) -> None:
    person = party.kind == "person"
    m.do("serve", {"method": "direct", "receiver": party.name if person else party.attrs.get("legal_rep") or "负责人",
                   "receiver_identity": "self" if person else "legal_rep", "place": m.file.enterprise.address or "企业办公室",
                   "received_at": m.pace.now.isoformat()}, only=(key,))


def _inform(m: Matter) -> None:
    for key, party in _keys(m):
        m.pace.on(1, 10)
        m.do("notice", only=(key,))
        m.pace.minutes(40)
        _serve(m, key, party)


def _put_on(m: Matter) -> None:
    """Told, the period over, decided, served, entered, published."""
    _inform(m)
    m.pace.on(7, 10)
    for key, party in _keys(m):
        m.do("list_party", only=(key,))
        m.pace.minutes(30)
        _serve(m, key, party)
    m.pace.on(2, 15)
    for key, _ in _keys(m):
        m.do("enter", only=(key,))
        m.do("publish", {"secrets_checked": True}, only=(key,))


def _listed(m: Matter, end: datetime) -> None:
    _put_on(m)


def _told(house: House, dice: Random, p: Penalty, end: datetime) -> None:
    """Under notice these days: the principal has said something that waits to be reviewed."""
    m = _listing(house, dice, p, 2, moment(workday(end.date(), -5), 9, 30))
    _inform(m)
    key, party = _keys(m)[0]
    m.pace.on(1, 14)
    if m.pace.now < end:
        m.do("statement", {"received_at": m.pace.day, "speaker": party.attrs.get("legal_rep") or "负责人",
                           "claims": ["暂扣期间只处理库存，没有新购货物", "已主动停业整改"]}, only=(key,))


def _removed(m: Matter, end: datetime) -> None:
    """A year later the unit and its principal are off again, and the file is closed."""
    _put_on(m)
    for key, party in _keys(m):
        asked = workday(m.file.standings.filter(detail__party=key).order_by("pk").last().since + YEAR + timedelta(days=6))
        m.pace.until(asked, 9)
        if m.pace.now + timedelta(days=14) > end:
            continue
        m.do("apply_removal", {"applied_on": m.pace.day, "fulfilled": "罚款缴款票据", "remedied": "许可证恢复通知、停业整改验收意见",
                               "promise": f"信用承诺书（{party.name}）"}, only=(key,))
        m.pace.on(1, 10)
        m.do("accept_removal", {"decided_on": m.pace.day, "outcome": "accepted"}, only=(key,))
        m.pace.on(3, 10)
        m.do("decide_removal", {"decision": "granted", "decided_on": m.pace.day, "reasons": "符合信用修复的条件。",
                                "checked": "罚款已缴清，许可证已恢复，整改验收合格，列入以来没有新的严重失信行为。"}, only=(key,))
        m.pace.minutes(30)
        _serve(m, key, party)
        m.do("stop_publicity", only=(key,))
    if all(m.file.standings.filter(value="serious").values_list("ended_on", flat=True)):
        m.pace.on(1, 10)
        m.do("close", {"result": "单位和主要负责人均已提前移出，公示停止，措施解除，予以办结。"})


def _promises(house: House, dice: Random, end: datetime, punished: set[int | None]) -> None:
    """Four promises of firms without a penalty and with a standard; one broken."""
    clean = [f for f in house.firms if f.pk not in punished and f.code and f.principal and f.closed_on is None][-4:]
    for n, firm in enumerate(clean):
        register.enroll(house.bureau, [{"code": firm.code, "name": firm.name, "standard": ("二级", "三级")[n % 2]}])
        m = _matter(house, dice, moment(workday(end.date(), -150 + 20 * n), 9, 30), n)
        day = m.pace.now.date()
        facts = {"signed_on": day.isoformat(), "signer": firm.principal, "standard": ("二级", "三级")[n % 2], "text": TEXT,
                 "until": (day + timedelta(days=365)).isoformat(), "officers": m.names, "opinion": "三年内无处罚，标准化达标，建议实行承诺制。"}
        done = open_file("commitment", "promise", facts, m.lead, agency=m.team.agency, enterprise=Enterprise.objects.get(pk=firm.pk),
                         title=f"{firm.name}守信承诺"[:200], domain=firm.fields[0] if firm.fields else "", at=m.pace.now)
        m.no = done.file.no
        m.signed(done)
        if n % 2 == 0:
            m.pace.on(40, 10)
            m.do("check_promise", {"checked_on": m.pace.day, "kept": n != 0, "findings": (
                "11日以来没有隐患自查记录，应急演练没有开展。" if n == 0 else "抽查自查记录30日，均有签名；现场随机查5处，与记录一致。")})
        if n == 0:
            m.pace.on(3, 10)
            m.do("break_promise", {"decided_on": m.pace.day, "broken": "承诺的每日自查中断两周，应急演练没有开展。",
                                   "heard": "企业承认自查中断，称安全员离职。"})


def code(middle: str) -> str:
    """A credit code of the fictional district with its right check digit."""
    body = f"9199010{middle:0>10}"
    return body + uscc.calc_check_digit(body)


AGENCIES: Sequence[dict[str, Any]] = (
    {"middle": "1MA00YLAP1", "name": "云岭安评技术服务有限公司", "kind": "assessment", "qualification_no": "APJ-（云）-001",
     "business": ["hazchem", "trade"], "professionals": 27, "first_grade": 4, "second_grade": 12, "engineers": 9, "assets": 900_000_000,
     "floor": 1260, "archive_floor": 110, "technical_head": "郭立", "process_head": "唐敏", "website": "https://ap.example", "months": (-1746, 80)},
    {"middle": "1MA00YLJC2", "name": "云岭恒信检测技术有限公司", "kind": "testing", "qualification_no": "ANJ-（云）-014",
     "business": ["mine", "metal"], "professionals": 32, "engineers": 10, "mid_titles": 18, "senior_titles": 9, "assets": 1_100_000_000,
     "equipment": 860_000_000, "floor": 1500,
     "technical_head": "袁征", "process_head": "李佳", "website": "https://jc.example", "months": (-600, 1200)},
    {"middle": "1MA00YLPX3", "name": "云岭安训职业培训学校", "kind": "training", "professionals": 14, "months": (-700, 380)})


def _agencies(house: House, end: datetime) -> None:
    """Three agencies, their reports (two of them odd), a check that waits, and one lead."""
    today, by = end.date(), house.people["admin"]
    for a in AGENCIES:
        since, until = a["months"]
        values = {k: v for k, v in a.items() if k not in ("middle", "months")}
        ledgers.enter(ledger("intermediaries"), house.bureau, {
            **values, "code": code(a["middle"]), "since": _day(today, since), "until": _day(today, until), "contact": "负责人",
            "address": "云岭区创业路2号", "issuer": "省应急管理厅", "state": "active"}, by=by)
    lines = [ledgers.enter(ledger("intermediary_reports"), house.bureau, values, by=by) for values in _reports(house.firms, today)]
    ledgers.enter(ledger("intermediary_checks"), house.bureau, {
        "intermediary": AGENCIES[0]["name"], "checked_on": _day(today, -40), "origin": "at_firm", "matter": "absent",
        "facts": "现状评价报告所附勘验照片不是该企业现场。", "report_no": lines[1].values["report_no"], "outcome": "pending"}, by=by)
    firm = intermediaries.enrol(Line.objects.get(ledger="intermediaries", values__name=AGENCIES[0]["name"]), by=house.people["liqiang"])
    doubtful = lines[1]
    told = [Told(x.pk, str(x.values["intermediary"]), x.values) for x in lines]
    agency = dict(Line.objects.get(ledger="intermediaries", values__name=AGENCIES[0]["name"]).values)
    odd = signals(next(t for t in told if t.pk == doubtful.pk), agency, told)
    lead: Team = team(house, Random(7), "YL", 0)
    intermediaries.open_lead(
        doubtful, house.bureau, firm, "报告所附现场照片不是该企业的除尘系统，勘验当日企业停产没有人员进厂。", ["AQSCF-092-2-c", "AQPJ-030-8"], odd,
        officers=[p.username for p in lead.officers], by=lead.officers[0])


def _reports(firms: Sequence[Enterprise], today: date) -> list[dict[str, Any]]:
    """Reports on the first firms: sound ones, one dated before its survey, the same surveyor at two sites on one day."""
    out = []
    for n, firm in enumerate(firms[:6]):
        issued = -90 + 7 * n
        out.append({"intermediary": AGENCIES[0]["name"], "report_no": f"AP-{today.year}-{118 + n}", "enterprise": firm.code or f"id-{firm.pk}",
                    "kind": "status", "business": "trade" if n != 4 else "mine", "told_on": _day(today, issued - 24),
                    "survey_on": _day(today, issued - 14), "surveyors": ["郭立", "唐敏"], "author": "郭立", "images": n != 1, "published": True,
                    "issued_on": _day(today, issued), "conclusion": "现状符合安全生产条件。", "verified": "true" if n == 5 else "none",
                    **({"verified_on": _day(today, -10)} if n == 5 else {})})
    out[1] |= {"issued_on": _day(today, -83), "survey_on": _day(today, -80), "told_on": _day(today, -95)}
    out[2] |= {"survey_on": out[3]["survey_on"]}
    for n, firm in enumerate(firms[6:8]):
        out.append({"intermediary": AGENCIES[1]["name"], "report_no": f"JC-{today.year}-{31 + n}", "enterprise": firm.code or f"id-{firm.pk}",
                    "kind": "testing", "business": "metal", "told_on": _day(today, -70), "survey_on": _day(today, -60 - n), "surveyors": ["袁征"],
                    "author": "袁征", "images": True, "published": True, "issued_on": _day(today, -50), "conclusion": "合格。", "verified": "none"})
    return out


def _day(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


