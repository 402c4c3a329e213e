"""What happens to kit in a district: lent and given back, sent to be calibrated, scrapped with approval; kilometres of visits;
pictures kept with an activity; the items of the team standard. Through the real actions; deterministic."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

from zhiheng.actions import attachments, ledgers, signing, things
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import open_file, perform
from zhiheng.demo.house import House
from zhiheng.demo.pictures import picture
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Line, Signing, ThingUse
from zhiheng.registers.catalogue import ledger

STANDARD = (
    ("people", "执法人员全部持证，专业人员占比不低于百分之七十五", "met", ["人员名册", "执法证复印件"], "passed"),
    ("people", "入职培训三个月、每年复训两周有记录", "partly", ["培训台账"], "none"),
    ("place", "询问室有全程音像设备并联网存储", "met", ["现场照片"], "failed"),
    ("place", "案件办理中心、档案室、装备室分区设置", "met", ["平面图"], "passed"),
    ("kit", "检测仪器在检定有效期内，领用归还有登记", "unmet", [], "none"))


def fill(house: House, today: date) -> None:
    keeper, head = house.people["admin"], house.people["gaofeng"]
    held = {str(x.values["asset_no"]): x for x in Line.objects.filter(ledger="equipment", agency=house.bureau, archived_at=None)}
    things.issue(held["YL-ZB-010"], house.people["wangmin"], purpose="粉尘涉爆专项检查", by=keeper)
    things.issue(held["YL-ZB-012"], house.people["sunqian"], purpose="有限空间检查", by=keeper)
    things.give_back(held["YL-ZB-012"], condition="完好", by=keeper)
    things.send_away(held["YL-ZB-011"], "calibration", purpose="年度送检", due_back=today + timedelta(days=14), by=keeper)
    things.dispose(held["YL-ZB-009"], reason="打印头损坏，维修费用超过残值", approved_by=head, 
                   approval_no=f"云应急资产〔{today.year}〕4号", by=keeper)
    _trips(house)
    _activities(house)
    _creation(house, today.year)
    for n, (standard, text, own, evidence, accepted) in enumerate(STANDARD, 11):
        values = {"number": f"BZ-{n:02d}", "standard": standard, "requirement": text, "responsible": "chenjun", "own": own,
                  "assessed_on": f"{today.year}-05-28", "deadline": f"{today.year}-05-31", "acceptance": accepted}
        if evidence:
            values["evidence"] = evidence
        if accepted != "none":
            values |= {"accepted_on": f"{today.year}-06-18", "accepted_by": "云岭市应急管理局"}
        if accepted == "failed":
            values["remark"] = "询问室音像设备没有与采集站联网，存储不足六个月。"
        ledgers.enter(ledger("standardisation"), house.bureau, values, by=keeper)


def _trips(house: House) -> None:
    """The last visits with the car have their kilometres, but for the newest one."""
    rows = ThingUse.objects.filter(line__ledger="vehicles").select_related("file", "line").order_by("-on", "-pk")[1:6]
    odometer = 47_000
    for use in sorted(rows, key=lambda u: (u.on, u.pk)):
        out, odometer = odometer, odometer + 18 + use.pk % 40
        ledgers.enter(ledger("vehicle_trips"), house.bureau, {
            "plate": use.line.values["plate"], "used_on": use.on.isoformat(), "driver": "zhengtao", "purpose": "执法检查",
            "destination": use.file.title[:40], "file_no": use.file.no, "odometer_out": out, "odometer_in": odometer},
            by=house.people["admin"])


def _activities(house: House) -> None:
    shown = Line.objects.filter(ledger="activities", agency=house.bureau, archived_at=None).order_by("pk").first()
    if shown is not None:
        attachments.add("activities", shown.pk, BytesIO(picture("示范执法现场")), title="示范执法现场", filename="现场.png", taken_on=shown.since,
                        by=house.people["admin"])


OWN = (("1", "people", "执法人员全部持证", 20, 20, "人员名册、执法证复印件"), ("2", "place", "询问室音像设备与采集站联网", 20, 16, "现场照片 6 张"),
       ("3", "kit", "检测仪器在检定有效期内", 20, 20, "检定证书复印件"), ("4", "system", "办案流程、制度上墙", 20, 18, "照片"),
       ("5", "conduct", "着装、标志、亮证规范", 20, 15, "队列训练记录"))


def _creation(house: House, year: int) -> None:
    """A township's year: named, assessed, to put something right, accepted. Moments lie in the past of the demonstration."""
    chief, head, unit = house.people["chenjun"], house.people["gaofeng"], house.agencies["YLCG"]
    assessors = ["chenjun", "liqiang"]

    def at(month: int, day: int) -> datetime:
        return datetime(year, month, day, 10, tzinfo=TZ)

    def signed(done: Outcome, when: datetime) -> str:
        while not done.effective:
            waiting = Signing.objects.get(file__no=done.file.no, draft_seq=done.draft_seq)
            who = chief if waiting.role == "section_head" else head
            done = signing.sign(done.file.no, done.draft_seq or 0, who, at=when + timedelta(minutes=30))
        return done.file.no

    verdicts = [{"number": n, "result": "passed", "points": p} for n, _, _, _, p, _ in OWN]
    failed = [r | ({"result": "failed", "points": 8, "reason": "没有与采集站联网"} if r["number"] == "2" else {}) for r in verdicts]
    named = open_file("team_standard", "list_unit", {
        "unit": unit.code, "unit_name": unit.name, "year": year, "listed_on": f"{year}-02-24", "document": f"云应急发〔{year}〕9号"},
        chief, agency=house.bureau, at=at(2, 24))
    no = signed(named, at(2, 24))
    perform(no, "self_assess", {"assessed_on": f"{year}-05-20", "assessor": "镇执法队", "items": [
        {"number": n, "standard": s, "requirement": r, "full": f, "points": p, "evidence": e} for n, s, r, f, p, e in OWN]}, chief, at=at(5, 20))
    perform(no, "apply", {"applied_on": f"{year}-05-25", "statement": "询问室、装备室改造完成，检测仪器全部在检定有效期内，自评 89 分。"}, chief,
            at=at(5, 25))
    first = {"visited_on": f"{year}-06-10", "assessors": assessors, "items": failed, "conclusion": "correct", "deadline": f"{year}-07-10",
             "opinion": "总体符合要求，询问室音像设备没有与采集站联网，限期整改。"}
    signed(perform(no, "accept", first, chief, at=at(6, 10)), at(6, 10))
    perform(no, "correct", {"corrected_on": f"{year}-07-03", "done": "询问室音像设备已与采集站联网，存储六个月。"}, chief, at=at(7, 3))
    again = {"visited_on": f"{year}-07-08", "assessors": assessors, "items": verdicts, "conclusion": "passed", "until": f"{year + 3}-07-07",
             "opinion": "整改到位，同意通过验收。"}
    signed(perform(no, "accept", again, chief, at=at(7, 8)), at(7, 8))
