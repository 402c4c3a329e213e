"""What happens to kit in a district: lent and given back, sent to be calibrated, scrapped with approval; kilometres of visits;
pictures kept with an activity; the items of the team standard. Through the real actions; deterministic."""
from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from zhiheng.actions import attachments, ledgers, things
from zhiheng.demo.house import House
from zhiheng.demo.pictures import picture
from zhiheng.records.models import Line, ThingUse
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
    _trips(house, keeper)
    _activities(house, keeper)
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


def _trips(house: House, keeper: object) -> None:
    """The last visits with the car have their kilometres, but for the newest one."""
    rows = ThingUse.objects.filter(line__ledger="vehicles").select_related("file", "line").order_by("-on", "-pk")[1:6]
    odometer = 47_000
    for use in sorted(rows, key=lambda u: (u.on, u.pk)):
        out, odometer = odometer, odometer + 18 + use.pk % 40
        ledgers.enter(ledger("vehicle_trips"), house.bureau, {
            "plate": use.line.values["plate"], "used_on": use.on.isoformat(), "driver": "zhengtao", "purpose": "执法检查",
            "destination": use.file.title[:40], "file_no": use.file.no, "odometer_out": out, "odometer_in": odometer},
            by=house.people["admin"])


def _activities(house: House, keeper: object) -> None:
    shown = Line.objects.filter(ledger="activities", agency=house.bureau, archived_at=None).order_by("pk").first()
    if shown is not None:
        attachments.add("activities", shown.pk, BytesIO(picture("示范执法现场")), title="示范执法现场", filename="现场.png", taken_on=shown.since,
                        by=house.people["admin"])
