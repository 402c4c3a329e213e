"""One enterprise with a penalty served on it and its principal, and the road onto the list, for the tests of credit."""
from __future__ import annotations

from datetime import date

from tests.web.story import Bureau, moment
from zhiheng.actions.perform import open_file
from zhiheng.records.clock import frozen
from zhiheng.records.models import File, Party, Penalty

NUMBER = "（云）应急罚〔2025〕12号"
PROPOSED = {
    "ground": "unlicensed", "penalty_no": NUMBER, "penalty_on": "2025-09-01", "penalty_served_on": "2025-09-02", "own_penalty": True,
    "permit_kind": "危险化学品经营许可证", "permit_state": "held", "gravity": "暂扣期间继续经营两个月，性质恶劣", "facts": "暂扣期间继续经营。",
    "opinion": "建议列入。", "officers": ["li", "wang"],
    "parties": [{"role": "unit", "name": "鑫达木业有限公司", "uscc": "91990101MA00DEMA07", "address": "云岭区工业园3号", "legal_rep": "陈某某"},
                {"role": "principal", "name": "陈立新", "post": "主要负责人", "id_no": "990101197905060018", "address": "云岭区人民路8号"}]}


def punished(b: Bureau, *, paid: int = 5_000_000) -> File:
    """A closed case with a served decision on the unit."""
    file = File.objects.create(no="YL-2025-00900", agency=b.agency, procedure="penalty_ordinary", enterprise=b.firm, title="无证经营案",
                               year=2025, seq=900, stage="archive", opened_at=moment("2025-08-01"), ended_at=moment("2025-10-01"))
    party = Party.objects.create(file=file, key="party-1", kind="unit", name=b.firm.name, enterprise=b.firm, since_seq=1)
    Penalty.objects.create(file=file, party=party, event_seq=9, decided_on=date(2025, 9, 1), served_on=date(2025, 9, 2), decision="penalty",
                           document_no=NUMBER, fine_fen=5_000_000, paid_fen=paid, kinds=["fine"])
    return file


def proposed(b: Bureau, origin: File, **changes: object) -> str:
    """The number of the listing that grew out of the case."""
    with frozen(moment("2025-09-10")):
        done = open_file("serious_breach", "propose", PROPOSED | changes, b.li, agency=b.agency, enterprise=b.firm, origin=(origin.no, {}),
                         domain="工贸")
        return b.signed(done, moment("2025-09-10 10:30")).file.no


def listed(b: Bureau, no: str, *keys: str) -> None:
    """Told, decided, served, published: on the list from 2025-09-22."""
    for key in keys or ("party-1", "party-2"):
        b.do(no, "notice", "li", "2025-09-11", key)
        b.do(no, "serve", "li", "2025-09-12", key, receiver="陈立新", place="厂区")
        b.do(no, "list_party", "li", "2025-09-22", key)
        b.do(no, "serve", "li", "2025-09-23", key, receiver="陈立新", place="厂区")
        b.do(no, "publish", "li", "2025-09-24", key, published_at="2025-09-24T09:00:00+08:00", channels=["本局网站"])
