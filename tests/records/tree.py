"""A city with two counties; in the first a team, a township, a park. One enterprise, file, paper, line at every place."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from zhiheng.kernel.clock import TZ
from zhiheng.records.grams import bigrams, initials
from zhiheng.records.models import (
    Agency,
    Assignment,
    Attachment,
    Enterprise,
    EnterpriseGram,
    Evidence,
    File,
    Finding,
    Line,
    Mandate,
    Paper,
    Person,
    Standing,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=TZ)
TODAY = NOW.date()
AGENCIES = (  # code, name, kind, level, above, areas, delegated
    ("CY", "长云市应急管理局", "bureau", "city", "", [], False),
    ("YL", "云岭区应急管理局", "bureau", "county", "CY", [], False),
    ("YLZD", "云岭区应急执法大队", "team", "county", "YL", [], False),
    ("YLCG", "城关镇人民政府", "township", "township", "YL", ["城关镇"], True),
    ("YLPK", "平山工业园区管理委员会", "park", "township", "YL", [], True),
    ("QS", "青山县应急管理局", "bureau", "county", "CY", [], False),
    ("PV", "别市应急管理局", "bureau", "county", "", [], False),
)
FIRMS = (("城关", "YL", "城关镇"), ("石桥", "YL", "石桥镇"), ("园区", "YLPK", "平山园区"), ("青山", "QS", "青山镇"),
         ("市属", "CY", "高新区"), ("外地", "PV", "外镇"))
FILES = (  # name, agency, enterprise, ended
    ("区开", "YL", "石桥", False), ("区结", "YL", "城关", True), ("队开", "YLZD", "石桥", False), ("镇开", "YLCG", "城关", False),
    ("园开", "YLPK", "园区", False), ("县开", "QS", "青山", False), ("市开", "CY", "市属", False), ("外开", "PV", "外地", False),
)


@dataclass
class Tree:
    """Everything by its short name."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    firms: dict[str, Enterprise] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def post(self, role: str, agency: str, area: list[str] | None = None, *, since: date = date(2020, 1, 1),
             until: date | None = None, person: Person | None = None) -> Person:
        """Somebody with a post; a second one for ``person``."""
        made = person or Person.objects.create(username=f"u{Person.objects.count()}", name=f"某{agency}{role}")
        Mandate.objects.create(person=made, agency=self.agencies[agency], role=role, area=area or [], since=since, until=until)
        return made


def build() -> Tree:
    tree = Tree()
    for code, name, kind, level, above, areas, delegated in AGENCIES:
        tree.agencies[code] = Agency.objects.create(
            code=code, region_short="云", name=name, kind=kind, level=level, parent=tree.agencies.get(above), areas=areas,
            delegated=delegated, place_id="yl")
    clerk = Person.objects.create(username="clerk", name="登记员", is_active=False)
    for n, (name, agency, area) in enumerate(FIRMS):
        tree.firms[name] = _firm(tree.agencies[agency], f"{name}机械厂", area, n)
        Line.objects.create(ledger="permits", agency=tree.agencies[agency], key=str(n), title=f"{name}许可证",
                            enterprise=tree.firms[name], values={"number": name}, changed_at=NOW)
    for n, (name, agency, firm, ended) in enumerate(FILES):
        tree.files[name] = _file(tree.agencies[agency], name, tree.firms[firm], n, ended, clerk)
    return tree


def _firm(agency: Agency, name: str, area: str, n: int) -> Enterprise:
    firm = Enterprise.objects.create(agency=agency, name=name, initials=initials(name), code=f"9133000{n:011d}", area=area,
                                     grade="D", latitude=30.0 + n, longitude=103.0)
    EnterpriseGram.objects.bulk_create(EnterpriseGram(enterprise=firm, gram=g) for g in {*bigrams(name), *bigrams(firm.initials)})
    Standing.objects.create(enterprise=firm, kind="credit", value="bad", since=TODAY, origin="file", made_at=NOW)
    Attachment.objects.create(register="enterprises", target=str(firm.pk), kind="photo", title=f"{name}照片", content="0" * 64,
                              media_type="image/png", size=1, at=NOW)
    return firm


def _file(agency: Agency, name: str, firm: Enterprise, n: int, ended: bool, clerk: Person) -> File:
    file = File.objects.create(
        no=f"{agency.code}-2026-{n:05d}", agency=agency, procedure="inspection", title=f"{name}的检查", enterprise=firm,
        opened_at=NOW - timedelta(days=30 + n), year=2026, seq=n, stage="dispose", ended_at=NOW if ended else None)
    Paper.objects.create(file=file, code="inspection_record", zh="现场检查记录", no=f"〔2026〕{name}号", event_seq=1, sha256="0" * 64,
                         pages=1, verify_code=f"V{n:09d}", made_at=NOW)
    Evidence.objects.create(file=file, key=f"e{n}", kind="photo", title=f"{name}照片", sha256="0" * 64, size=1, stored_at=NOW,
                            stored_by=clerk)
    Finding.objects.create(file=file, key=f"f{n}", text=f"{name}的问题")
    return file


def assign(tree: Tree, file: str, person: Person) -> None:
    Assignment.objects.create(file=tree.files[file], person=person)
