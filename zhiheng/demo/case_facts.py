"""What people write into the forms of a case, beyond what the forms already bring along."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from zhiheng.demo.charging import PERSON, UNIT, proposals
from zhiheng.demo.desk import Facts, Matter
from zhiheng.demo.pace import moment, workday
from zhiheng.law import violations
from zhiheng.papers.citing import cite_all

if TYPE_CHECKING:
    from zhiheng.demo.prosecuting import Case

PLACE = "本机关询问室"
HEADS = ("局长高峰", "副局长林华", "副局长马芸")


def lead(m: Matter, case: Case) -> Facts:
    texts = "；".join(c.found.text for c in case.charges)
    return {"case_source": case.source, "source_time": m.pace.day, "suspect": case.firm.name,
            "case_facts": f"{case.firm.name}{texts}。",
            "source_document": f"举报登记 J{m.random.randint(10, 99):04d}" if case.source == "complaint" else None}


def filing(m: Matter, case: Case, brought: Facts) -> Facts:
    """Parties from the register (the principal too when both are punished), one violation row a charge."""
    rows = [dict(r) for r in brought.get("parties") or ()] or [{"kind": "unit", "name": case.firm.name}]
    if PERSON in case.kinds:
        rows.append(_person(m, case))
    title = violations.get(case.charges[0].code).title.split("：")[0]
    many = f"等 {len(case.charges)} 项" if len(case.charges) > 1 else ""
    return {
        "parties": rows, "cause": f"涉嫌{title}{many}案", "officers": m.names, "in_jurisdiction": True,
        "violations": [{"code": c.code, "party": case.names[c.kind]} for c in case.charges],
        "violation_on": case.violation_on.isoformat(), "handler_opinion": "符合立案条件，建议立案。",
        "initial_evidence": brought.get("initial_evidence") or ["举报登记及现场核查照片"],
        "place_of_violation": brought.get("place_of_violation") or case.firm.address}


def _person(m: Matter, case: Case) -> dict[str, Any]:
    birth = date(m.random.randint(1966, 1988), m.random.randint(1, 12), m.random.randint(1, 28))
    return {"kind": "person", "name": case.firm.principal, "gender": "male", "birth_date": birth.isoformat(),
            "home": f"云岭区和平街 {m.random.randint(1, 90)} 号", "address": f"云岭区和平街 {m.random.randint(1, 90)} 号",
            "employer": case.firm.name, "post": "主要负责人", "phone": case.firm.phone,
            "id_no": f"990101{birth:%Y%m%d}{m.random.randint(100, 999)}X"}


def inquiry_notice(m: Matter, case: Case) -> Facts:
    when = moment(workday(m.pace.now.date(), 1), 9)
    return {"addressee": case.firm.principal, "time": when.isoformat(), "place": PLACE,
            "materials": ["身份证", "营业执照复印件", "安全生产管理资料"]}


def inquiry(m: Matter, case: Case, brought: Facts) -> Facts:
    known = {k: v for k, v in brought.items() if k in ("subject_id_no", "subject_gender", "subject_post")}
    return _inquiry(m, case) | known


def _inquiry(m: Matter, case: Case) -> dict[str, Any]:
    facts = "；".join(c.found.text for c in case.charges)
    return {"start_time": m.pace.stamp(-50), "end_time": m.pace.stamp(), "place": PLACE, "came_by": "notice",
            "subject_name": case.firm.principal, "subject_gender": "male", "subject_post": "主要负责人",
            "subject_id_no": "990101197503020011", "identity_shown": True, "rights_informed": True,
            "inquirer": m.team.officers[0].name, "recorder": m.team.officers[1].name, "read_by": "本人看过",
            "subject_sign": "signed", "qa": [
                {"q": "我们是执法人员，这是我们的证件，请过目。你是否听清、是否申请回避？", "a": "看清楚了，不申请回避。"},
                {"q": "请介绍你单位的基本情况。", "a": f"我单位主要从事{case.firm.industry}，现有从业人员 {case.firm.employees} 人。"},
                {"q": f"检查发现：{facts}。是否属实？", "a": "属实，是我们管理上的疏忽，已经开始整改。"},
                {"q": "以上内容是否属实，有无补充？", "a": "属实，没有补充。"}]}


def scene(m: Matter, case: Case) -> Facts:
    facts = "；".join(c.found.text for c in case.charges)
    return {"start_time": m.pace.stamp(-60), "end_time": m.pace.stamp(), "place": f"{case.firm.address} 厂区",
            "weather": m.random.choice(("晴", "多云", "阴")), "party_present": f"{case.firm.principal}（主要负责人）",
            "inspector1": m.team.officers[0].name, "inspector2": m.team.officers[1].name, "identity_shown": True,
            "recorder": m.team.officers[1].name, "content": f"经现场勘验：{facts}。已拍照固定。", "party_sign": "signed"}


def document(m: Matter, case: Case) -> Facts:
    return {"kind": "document", "name": "安全生产管理资料（复印件）", "proves": case.charges[0].found.text,
            "source": f"{case.firm.name}提供，经核对与原件一致并加盖公章。", "obtained_at": m.pace.day, "lawful": True}


def registration(m: Matter, case: Case) -> Facts:
    return {"reasons": "培训台账及电脑存于车间办公室，随时可能被改动。", "may_be_lost": True, "custody_mode": "in_place",
            "items": [{"name": "安全教育培训台账", "unit": "册", "quantity": "2"}, {"name": "台式电脑主机", "unit": "台", "quantity": "1"}],
            "custody_place": case.firm.address, "custodian": case.firm.principal, "duties": "不得使用、销毁或者转移。",
            "decision_place": PLACE, "handler_opinion": "证据可能灭失，建议先行登记保存。", "party_sign": "signed"}


def disposal(m: Matter) -> Facts:
    return {"decision": "return", "reasons": "已复制提取，不需继续保存，依照行政处罚法第五十六条退还。",
            "notice_no": _number(m, "evidence_registration_notice"), "handler_opinion": "建议退还。"}


def _number(m: Matter, code: str, subject: str = "") -> str:
    papers = m.file.papers.filter(code__startswith=code)
    paper = (papers.filter(subject=subject) if subject else papers).order_by("id").last()
    return paper.no if paper and paper.no else "无文号"


def conclusion(m: Matter, case: Case, brought: Facts) -> Facts:
    total = sum(c.fine for c in case.charges)
    lines = [f"对{case.names[k]}罚款人民币 {sum(c.fine for c in case.charges if c.kind == k) // 100:,} 元" for k in case.kinds]
    duty = "、".join(cite_all([a.zh() for c in case.charges for a in violations.get(c.code).duty[:1]]))
    basis = "、".join(cite_all([violations.get(c.code).penalty.zh() for c in case.charges]))
    facts = "；".join(f"{c.found.text}" for c in case.charges)
    out = {
        "process": f"本案经批准立案后，由{'、'.join(p.name for p in m.team.officers)}承办，依法询问、勘验并收集书证。",
        "facts": f"{case.violation_on.year}年{case.violation_on.month}月{case.violation_on.day}日，经查{case.firm.name}{facts}。",
        "legal_analysis": f"上述行为违反{duty}，依据{basis}应当给予行政处罚。",
        "discretion": "\n".join(f"{case.names[c.kind]}，{violations.get(c.code).title}：{c.reasons}" for c in case.charges),
        "proposal": "建议" + "；".join(lines) + "。", "proposals": proposals(case.charges, case.names),
        "complex_or_major": total >= 150_000_00 or None}
    if case.no_penalty:
        out |= {"proposals": None, "minor_corrected": True, "proposal": "违法行为轻微并及时改正，没有造成危害后果，建议不予处罚。",
                "discretion": "违法行为轻微，当场改正，符合不予处罚情形。"}
    return out


def legal_review(case: Case) -> Facts:
    yes = {f"check_{n}": "yes" for n in ("subject", "procedure", "facts", "law", "power", "documents")}
    return yes | {"check_crime": "none", "opinion": "pass", "suggestions": ["决定书应当逐项写明证据与事实的对应关系。"],
                  "detail": "主体适格，程序合法，事实清楚，证据确凿，适用法律正确，裁量适当。"}


def order(case: Case, kind: str = "") -> str:
    """What the case orders to be put right; of one kind of party when that is given."""
    return "责令" + "".join(dict.fromkeys(c.found.fault.order for c in case.charges if not kind or c.kind == kind))


def service(m: Matter, case: Case, kind: str) -> Facts:
    facts: dict[str, Any] = {"received_at": m.pace.stamp(-5), "place": case.firm.address}
    if case.refuses_service and kind == UNIT:
        facts |= {"method": "leave", "retained_note": f"{m.pace.now.year}年{m.pace.now.month}月{m.pace.now.day}日，负责人拒绝签收，未说明理由。",
                  "video": f"AV-{m.random.randint(1000, 9999)}", "receiver_identity": "none"}
    if case.mailed and kind == PERSON:
        facts |= {"method": "mail", "tracking_no": f"EMS{m.random.randint(10**8, 10**9 - 1)}",
                  "difficulty": "当事人外出，三次上门未能直接送达。"}
    return facts


def notice(case: Case, kind: str) -> Facts:
    out: dict[str, Any] = {"handler_opinion": "建议按拟定意见告知。", "correction": order(case, kind)}
    if kind == PERSON:  # the catalogue lists seven duties; the demonstration is about the first
        duty = [violations.get(c.code).duty[0].zh() for c in case.charges if c.kind == kind]
        out["violated_provisions"] = list(dict.fromkeys(duty))
    return out


def defence(m: Matter, case: Case) -> Facts:
    return {"form": "written", "received_at": m.pace.day, "speaker": case.firm.principal,
            "claims": ["已在检查后立即整改，请求从轻处罚", "罚款数额过高，企业经营困难"]}


def defence_review(brought: Facts) -> Facts:
    answers = [{"claim": claim, "accepted": False, "reason": "裁量时已经考虑整改情况，拟处罚在裁量基准本档以内。"}
               for claim in brought.get("claims") or ()]
    return {"review": answers, "conclusion": "当事人的意见不成立，维持拟处罚意见。"}


def hearing_notice(day: date) -> Facts:
    return {"hearing_time": moment(day, 9, 30).isoformat(), "hearing_place": "本机关三楼会议室", "public_or_not": "public",
            "chair": "zhouning", "hearing_officers": ["林华"], "clerk": "蒋文"}


def hearing(m: Matter, case: Case) -> Facts:
    return {"end_time": m.pace.stamp(-5), "attendance": "attended", "evidence_examined": True, "party_sign": "signed",
            "agents": ["委托律师一名"], "record": [
                {"speaker": "调查人员", "text": "陈述违法事实，逐项出示证据，提出处罚建议。"},
                {"speaker": "当事人", "text": "对事实没有异议，请求考虑整改情况从轻处罚。"},
                {"speaker": "调查人员", "text": "整改情况已在裁量中考虑。"}, {"speaker": "当事人", "text": "没有新的意见。"}]}


def hearing_report(brought: Facts) -> Facts:
    return {"summary": "听证依法公开举行，双方举证、质证，当事人对事实没有异议。",
            "chair_opinion": "事实清楚、证据确凿，建议维持拟处罚意见。"}


def discussion(m: Matter, case: Case, brought: Facts) -> Facts:
    return {"start_time": m.pace.stamp(-45), "end_time": m.pace.stamp(-5), "place": "局党组会议室", "chair": "高峰",
            "reporter": m.team.officers[0].name, "recorder": "蒋文", "attendees": list(HEADS),
            "observers": ["法制科周宁"], "opinions": [{"name": h[-2:], "opinion": "同意"} for h in HEADS],
            "votes": "三人同意", "conclusion": "一致同意拟处罚意见。",
            "content": brought.get("content") or "讨论本案处罚意见。"}


def decision(m: Matter, case: Case, kind: str = UNIT) -> Facts:
    out: dict[str, Any] = {"gain_statement": "无违法所得。", "correction": order(case, kind)}
    if case.hearing and kind == UNIT:  # the unit asked for it
        out["hearing_considered"] = "听证笔录所载当事人意见已逐项考虑，不影响违法事实的认定。"
    return out


def no_penalty(case: Case) -> Facts:
    return {"reason_type": "minor", "basis": ["行政处罚法第三十三条第一款"], "correction_proof": ["整改照片及复查记录"],
            "education": "已当面进行安全生产法律教育。", "handler_opinion": "建议不予处罚。", "first_violation": True}


def payment_notice(m: Matter, n: int) -> Facts:
    return {"notice_no": f"9901{m.pace.day.replace('-', '')}{m.random.randint(1000, 9999)}{n}"}


def payment(m: Matter, n: int) -> Facts:
    return {"paid_on": m.pace.day, "channel": "bank", "settled": True,
            "receipt_no": f"云财票 {m.random.randint(10**7, 10**8 - 1)}"}


def publication(m: Matter, case: Case, kind: str) -> Facts:
    key = f"party-{case.kinds.index(kind) + 1}"
    return {"decision_no": _number(m, "penalty_decision", key), "published_at": m.pace.stamp(-1), "secrets_checked": True,
            "redactions": ["自然人姓名", "证件号码", "住址"] if kind == PERSON else None, "opinion": "建议公示。"}


def closing(brought: Facts) -> Mapping[str, Any]:
    return {"handler_opinion": "处罚决定已执行完毕，建议结案。"}


def archive(m: Matter) -> Facts:
    papers = list(m.file.papers.all())
    return {"archive_no": f"{m.file.no}-A", "retention": "years30", "pages": max(1, sum(p.pages for p in papers)),
            "pieces": max(1, len(papers)), "media": m.file.evidence.count(), "complete": True}
