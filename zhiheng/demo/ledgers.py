"""A few plausible lines for every kind of ledger of the district; all of it belongs to nobody. Deterministic."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from typing import Any

from zhiheng.actions import ledgers
from zhiheng.demo.house import House
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import frozen
from zhiheng.records.models import Enterprise
from zhiheng.registers.catalogue import ledger

Row = tuple[str, dict[str, Any]]
HELD = frozenset({"equipment", "vehicles"})
KIT = (("body_camera", "执法记录仪 DSJ-V8", 260_000, 0), ("mobile_terminal", "移动执法终端 T20", 480_000, 0),
       ("portable_printer", "便携式打印机 P31", 120_000, 0), ("gas_detector", "四合一气体检测仪 MX4", 350_000, 40),
       ("dust_meter", "粉尘浓度检测仪 LD-5", 920_000, -20), ("measuring_kit", "红外测温仪 TI-300", 180_000, 300))


def fill(house: House, today: date) -> int:
    """Write the lines; returns how many. Dates move with ``today``."""
    keeper = house.people["admin"]
    rows = [*_kit(today), *_people(house, today), *_helpers(today), *_money(today), *_work(today), *_firms(house.firms[:6], today)]
    for name, values in rows:
        with frozen(_long_ago(today)) if name in HELD else nullcontext():  # held before the visits that used it
            ledgers.enter(ledger(name), house.bureau, values, by=keeper)
    return len(rows)


def _long_ago(today: date) -> datetime:
    return datetime.combine(date(today.year - 2, 1, 8), time(9), tzinfo=TZ)


def _day(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def _kit(today: date) -> Iterator[Row]:
    for n, (kind, model, price, calibrated) in enumerate(KIT * 2, 1):
        values: dict[str, Any] = {"asset_no": f"YL-ZB-{n:03d}", "kind": kind, "model": model, "price": price,
                                  "bought_on": _day(today, -700 - n), "state": "in_store"}
        if calibrated:
            until = calibrated + (200 if n > len(KIT) else 0)
            values |= {"calibrated_on": _day(today, min(until - 365, -30)), "calibrated_until": _day(today, until)}
        if kind == "body_camera":
            values |= {"state": "issued", "holder": ("liqiang", "wangmin")[n > len(KIT)], "issued_on": _day(today, -600)}
        if n == 4:  # lent out below
            values |= {"state": "issued", "holder": "liqiang", "issued_on": _day(today, -3)}
        yield "equipment", values
    yield "equipment_moves", {"asset_no": "YL-ZB-004", "kind": "issue", "started_on": _day(today, -3), "person": "liqiang",
                              "purpose": "有限空间专项检查", "due_back": _day(today, 1), "state": "out"}
    for n, (plate, model) in enumerate((("云A·Y0101", "皮卡 D6"), ("云A·Y0102", "越野车 H5"))):
        yield "vehicles", {"plate": plate, "kind": ("pickup", "suv")[n], "model": model, "keeper": "zhengtao", "state": "in_use",
                           "inspection_until": _day(today, 20 + 200 * n), "insurance_until": _day(today, 150)}
    yield "vehicle_trips", {"plate": "云A·Y0101", "used_on": _day(today, -3), "driver": "zhengtao", "purpose": "有限空间专项检查",
                            "destination": "平山工业园区", "odometer_out": 48210, "odometer_in": 48264}


def _people(house: House, today: date) -> Iterator[Row]:
    for n, name in enumerate(("liqiang", "wangmin", "sunqian", "zhengtao")):
        yield "uniforms", {"person": name, "item": "set", "size": f"{170 + 5 * (n % 2)}/92", "quantity": 1, "state": "worn",
                           "issued_on": _day(today, -420), "renew_on": _day(today, 45 if n == 0 else 700)}
        yield "training_records", {"person": name, "course": f"{today.year} 年度执法人员复训", "kind": "refresher",
                                   "started_on": f"{today.year}-05-11", "ended_on": f"{today.year}-05-22",
                                   "days": 10 if n < 2 else 6, "hours": 80 if n < 2 else 48, "result": "passed"}
        yield "training_records", {"person": name, "course": "新任执法人员入职培训", "kind": "onboarding", "days": 62,
                                   "started_on": f"{today.year - 3}-03-01", "ended_on": f"{today.year - 3}-06-05", "result": "passed"}
    yield "courses", {"title": f"{today.year} 年度执法人员复训", "kind": "refresher", "started_on": f"{today.year}-05-11",
                      "ended_on": f"{today.year}-05-22", "organiser": "区应急局法制科", "topics": ["law", "enforcement", "business"],
                      "hours": 80, "attended": 4, "evidence": ["通知", "签到表", "试卷"]}
    yield "exams", {"person": "sunqian", "name": "行政执法资格考试", "kind": "qualification", "held_on": f"{today.year - 3}-06-20",
                    "score": 91, "passed": True}
    yield "conduct", {"person": "wangmin", "kind": "reward", "happened_on": f"{today.year}-07-01", "result": "通报表扬",
                      "facts": "排查发现一处重大事故隐患并督促整改完毕，案卷评查得分居全局第一。", "decided_on": f"{today.year}-07-10",
                      "decided_by": "云岭区应急管理局"}


def _helpers(today: date) -> Iterator[Row]:
    for name, where, field, skills in (("顾明", "云岭职业技术学院", "industry_trade", "粉尘防爆"),
                                       ("方琳", "云岭市化工设计院", "hazchem", "涉氨制冷")):
        yield "experts", {"name": name, "organisation": where, "specialty": field, "skills": skills, "title": "高级工程师",
                          "since": _day(today, -330), "until": _day(today, 35), "state": "engaged", "assessment": "good"}
    yield "auxiliaries", {"kind": "technical", "name": "丁一", "mode": "part", "specialty": "industry_trade", "team": "执法大队一中队",
                          "since": _day(today, -200), "until": _day(today, 530), "assessment": "none", "state": "engaged"}
    yield "legal_advisers", {"kind": "outside", "name": "沈言", "organisation": "云岭正行律师事务所", "since": _day(today, -300),
                             "until": _day(today, 65), "opinions": 12, "state": "engaged"}


def _money(today: date) -> Iterator[Row]:
    for name, subject, approved in (("执法装备购置", "equipment", 30_000_000), ("制式服装", "uniform", 8_000_000),
                                    ("执法人员培训", "training", 6_000_000)):
        yield "budget_lines", {"year": today.year, "name": name, "subject": subject, "source": "budget", "approved": approved,
                               "approval_no": f"云财预〔{today.year}〕3号"}
    yield "spending", {"voucher_no": "0412-07", "spent_on": f"{today.year}-04-12", "year": today.year, "budget": "执法装备购置",
                       "amount": 18_600_000, "payee": "云岭安防器材有限公司", "purpose": "执法记录仪、气体检测仪"}
    yield "spending", {"voucher_no": "0603-02", "spent_on": f"{today.year}-06-03", "year": today.year, "budget": "执法人员培训",
                       "amount": 6_240_000, "payee": "云岭区委党校", "purpose": "年度复训"}


def _work(today: date) -> Iterator[Row]:
    yield "activities", {"title": "粉尘涉爆示范执法", "kind": "demonstration", "held_on": f"{today.year}-06-16", "place": "鑫达木业",
                         "organiser": "执法大队", "participants": ["liqiang", "wangmin", "zhaolei"], "people_count": 23, "firm_count": 11,
                         "summary": "现场演示检查、取证、文书出具全过程，11 家企业安全负责人观摩。", "evidence": ["方案", "签到表", "照片 12 张"]}
    yield "activities", {"title": "第三季度队列训练", "kind": "drill", "held_on": f"{today.year}-09-04", "organiser": "执法大队",
                         "people_count": 9, "summary": "队列、着装、行为举止训练半天。"}
    for n, (standard, text, own) in enumerate((("people", "机构设置、人员到岗、持证", "met"), ("place", "询问室、听证室、装备室齐备", "partly"),
                                               ("kit", "装备按标准配备并建立台账", "unmet")), 1):
        yield "standardisation", {"number": f"BZ-{n:02d}", "standard": standard, "requirement": text, "responsible": "chenjun", "own": own,
                                  "assessed_on": f"{today.year}-05-30", "deadline": _day(today, 25), "acceptance": "none",
                                  **({"evidence": ["编制文件", "执法证复印件"]} if own == "met" else {})}


def _firms(firms: list[Enterprise], today: date) -> Iterator[Row]:
    for n, firm in enumerate(firms):
        code = firm.code or f"id-{firm.pk}"
        yield "insurance", {"enterprise": code, "policy_no": f"AZX{today.year}{n:04d}", "insurer": "云岭财产保险公司", "must": n % 2 == 0,
                            "insured": 20 + n, "premium": 480_000, "since": _day(today, -350 + 30 * n), "until": _day(today, 14 + 30 * n),
                            "state": "valid"}
        yield "special_work", {"enterprise": code, "name": ("吴强", "冯勇", "蒋伟")[n % 3], "work": ("welding", "electric", "cooling")[n % 3],
                               "number": f"T990101{n:06d}", "issued_on": _day(today, -1000 - n), "review_due": _day(today, 95 - 40 * n),
                               "until": _day(today, 1190 - n), "state": "at_work"}
        yield "safety_managers", {"enterprise": code, "name": firm.safety_manager or "韩立", "position": "manager", "full_time": True,
                                  "assessed": n != 3, **({"certificate_no": f"AQ9901{n:05d}"} if n != 3 else {}), "state": "in_post"}
        yield "firm_trainings", {"enterprise": code, "title": "新员工三级安全教育", "kind": "new", "held_on": _day(today, -60 - n),
                                 "hours": 24, "should": 8, "attended": 8 - n % 2, "passed": 7, "recorded": True}
    code = firms[0].code or f"id-{firms[0].pk}"
    yield "hazard_sources", {"enterprise": code, "name": "木工漆料中间库", "grade": "4", "substances": "硝基漆、稀释剂", "state": "in_use",
                             "filing_no": "YL-ZDWXY-2024-07", "filed_on": _day(today, -600), "next_assessment": _day(today, 70)}
    yield "permits", {"enterprise": code, "kind": "hazchem_use", "number": "云危化使〔2024〕07", "issuer": "云岭区应急管理局",
                      "scope": "稀释剂", "since": _day(today, -1070), "until": _day(today, 25), "state": "valid"}
    if len(firms) > 1:  # the story's firm has one that is about to end, its neighbour one that has
        yield "permits", {"enterprise": firms[1].code or f"id-{firms[1].pk}", "kind": "hazchem_use", "number": "云危化使〔2024〕11",
                          "issuer": "云岭区应急管理局", "scope": "稀释剂", "since": _day(today, -1100), "until": _day(today, -5), "state": "valid"}
    yield "commitments", {"enterprise": code, "kind": "rectify", "signed_on": _day(today, -20), "signer": firms[0].principal or "负责人",
                          "content": "十二月一日以前完成除尘系统控爆改造。", "until": _day(today, 8), "state": "running"}
