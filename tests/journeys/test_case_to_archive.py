"""J02: two parties, from the findings of an inspection to a file that proves itself without us."""
from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from tests.journeys.office import PHONE, Desk, Office
from tests.web import story
from tests.web.story import CASE, FIRM
from zhiheng.actions import fsck
from zhiheng.demo.pictures import picture
from zhiheng.records.clock import now
from zhiheng.records.models import File, Paper

FILING = json.loads(json.dumps(CASE["file_case"], ensure_ascii=False).replace("陈某某", "陈立新"))
HIDDEN = ("陈立新", "19750302", "人民路")
UNIT, PERSON = "party-1", "party-2"
BOTH = (UNIT, PERSON)
WORDS = {"facts": "2026年9月28日检查时，鑫达木业有限公司6名从业人员未经安全生产教育和培训即上岗作业，3人次培训情况未如实记录。"}
FACTORS = {"untrained_persons": "6", "misrecorded_times": "3", "unperformed_duties": "1"}
AMOUNTS = ("38,000", "17,000", "22,000")


def test_a_case_of_two_parties_ends_as_a_package_that_names_the_changed_photo(
        office: Office, tmp_path: Path) -> None:
    no = filed(office)
    evidence(office, no)
    weighed(office, no)
    early_decision_is_refused(office, no)
    reviewed(office, no)
    noticed(office, no)
    defended(office, no)
    decided(office, no)
    executed(office, no)
    published(office, no)
    package = archived(office, no, tmp_path)
    proves_itself(office, package, tmp_path)
    assert list(fsck.check(now=now())) == []
    every_page_fits_a_phone(office)


def filed(office: Office) -> str:
    """From the lead that the inspection left: 立案, signed by four people at their own desks."""
    visit = story.inspection(office.bureau)
    no = visit.outcome_links.get(outcome__procedure="penalty_ordinary").outcome.no
    office.at("2026-10-12 09:00")
    li = office.desk("li")
    li.shot("01-workbench")
    li.file(no)
    li.shot("02-lead")
    assert li.page.locator('#acts [data-act="file_case"]').is_visible(), li.gates("file_case")
    assert visit.no in li.page.locator("main").inner_text()
    li.do(no, "file_case", shot="03-file-case", **FILING)
    li.file(no)
    assert li.page.locator("#parties").inner_text().count("陈立新") >= 1
    assert li.page.locator("#clocks").get_by_text("2027-01-11").count() >= 1  # 行政处罚法第60条, provisional
    return no


def evidence(office: Office, no: str) -> None:
    """Inquiry and scene records by two officers (the second on the same device), photos with their fingerprints."""
    li = office.desk("li")
    office.at("2026-10-13 10:00")
    li.do(no, "inquiry", shared_device=True, start_time="2026-10-13T09:00", end_time="2026-10-13T09:50",
          subject_name="刘某", came_by="present", shot="04-inquiry")
    office.at("2026-10-13 16:00")
    li.do(no, "scene_record", start_time="2026-10-13T14:00", end_time="2026-10-13T15:00", party_present="刘某")
    li.go(f"/files/{no}/evidence/")
    li.page.locator('input[type="file"]').set_input_files([
        {"name": f"IMG_{n}.png", "mimeType": "image/png", "buffer": picture(f"砂光车间 {n}")} for n in (1, 2)])
    li.page.locator('[name="title"]').fill("砂光车间 照片")
    li.page.locator('[name="captured_at"]').fill("2026-10-13T14:20")
    li.page.locator('[name="place"]').fill("砂光车间")
    kind = li.page.locator('[name="kind"]')
    if kind.first.evaluate("e => e.tagName") == "SELECT":
        kind.select_option("photo")
    else:
        kind.and_(li.page.locator('[value="photo"]')).check()
    li.shot("05-evidence")
    li.send()
    assert "已收入 2 项证据" in li.page.locator("#messages").inner_text(), li.complaints()


def weighed(office: Office, no: str) -> None:
    """调查终结 with the discretion panel: factors in, amounts adopted, the reasons written by the house."""
    office.at("2026-11-06 16:00")
    li = office.desk("li")
    act = li.open_act(no, "conclude_investigation")
    panel = li.page.locator('[data-part="discretion"]')
    for factor, value in FACTORS.items():
        panel.locator(f'[name$="-f-{factor}"]').fill(value)
    for index, amount in enumerate(AMOUNTS, 1):
        panel.locator(f'[name="w-{index}-amount"]').fill(amount)
    with li.page.expect_navigation():
        panel.get_by_role("button", name="计算", exact=True).click()
    assert panel.locator('.disc-item[data-state="in-band"]').count() == 3, panel.inner_text()
    assert "¥77,000.00" in panel.inner_text() and "人民币柒万柒仟元整" in panel.inner_text()
    assert f"听证告知（{FIRM}）" in panel.inner_text() and "听证告知（陈立新）" in panel.inner_text(), panel.inner_text()
    li.shot("06-discretion")
    with li.page.expect_navigation():
        panel.get_by_role("button", name="采用并写入说理").click()
    assert li.page.locator('[name="proposals-0-fine"]').input_value().replace(",", "").removesuffix(".00") == "38000"
    li.type_in(no, act, "", WORDS)
    said = li.submit()
    assert "提交会签" in said
    office.sign(no, ("second", "section_head"))


def early_decision_is_refused(office: Office, no: str) -> None:
    """作出处罚决定 too early: every unmet gate at once, each with its article."""
    office.at("2026-11-07 09:00")
    li = office.desk("li")
    li.file(no)
    gates = li.gates("decide")
    assert {"noticed", "legal_review", "approved"} <= set(gates), gates
    li.open_act(no, "decide", UNIT)
    gates = li.gates("decide")
    li.shot("07-too-early")
    words = "\n".join(gates.values())
    assert {"noticed", "legal_review", "collective_discussion", "approved"} <= set(gates), gates
    assert "行政处罚法第44条" in words and "行政处罚法第58条" in words and "行政处罚法第57条第2款" in words, words


def reviewed(office: Office, no: str) -> None:
    """法制审核 by 周宁, who has no part in the handling."""
    office.at("2026-11-12 10:30")
    office.desk("zhou").do(no, "legal_review", shot="08-legal-review", opinion="pass")
    li = office.desk("li")
    li.open_act(no, "decide", UNIT)
    assert "legal_review" not in li.gates("decide")


def noticed(office: Office, no: str) -> None:
    """告知 and 听证告知 to each party apart, then served on each."""
    li = office.desk("li")
    office.at("2026-11-13 10:00")
    for party in BOTH:
        li.do(no, "penalty_notice", party, shot=f"09-notice-{party}")
    office.at("2026-11-16 15:02")
    for party in BOTH:
        li.do(no, "serve", party, received_at="2026-11-16T15:00", place="云岭区工业园3号")
    li.file(no)
    assert li.page.locator("#clocks").get_by_text("2026-11-23").count() >= 2
    li.shot("10-noticed")
    papers = li.page.locator('[data-paper^="hearing_notice"], [data-paper="hearing_rights_notice"]')
    assert Paper.objects.filter(file__no=no, code__contains="hearing").count() == 2 or papers.count() == 2


def defended(office: Office, no: str) -> None:
    """A written defence, answered point by point; the five working days are waited for."""
    li = office.desk("li")
    office.at("2026-11-18 09:20")
    li.do(no, "defence", UNIT, form="written", claims=["罚款数额过高"])
    li.open_act(no, "decide", UNIT)
    gates = li.gates("decide")
    assert {"defence_reviewed", "hearing_period"} <= set(gates), gates
    office.at("2026-11-23 09:00")
    li.do(no, "review_defence", UNIT, review=[
        {"claim": "罚款数额过高", "accepted": False, "reason": "裁量时已考虑整改情况，拟处罚在基准本档以内。"}],
        conclusion="当事人的意见不成立，维持拟处罚意见。")
    li.open_act(no, "decide", UNIT)
    gates = li.gates("decide")
    assert "defence_reviewed" not in gates and "hearing_period" in gates, gates
    assert "11-24" in gates["hearing_period"], gates["hearing_period"]


def decided(office: Office, no: str) -> None:
    """集体讨论 signed by every member, 呈批, and one decision a party."""
    office.at("2026-11-24 15:00")
    office.desk("chen").do(no, "collective_discussion", shot="11-collective", **CASE["collective_discussion"])
    li = office.desk("li")
    li.do(no, "handling_approval")
    office.at("2026-11-25 10:00")
    li.open_act(no, "decide", UNIT)
    assert li.gates("decide") == {}
    for party in BOTH:
        li.do(no, "decide", party, shot=f"12-decide-{party}", **CASE["decide"])
    for party, figure, capital in ((UNIT, "55,000.00", "伍万伍仟元整"), (PERSON, "22,000.00", "贰万贰仟元整")):
        paper = Paper.objects.get(file__no=no, code__startswith="penalty_decision", subject=party)
        li.go(f"/papers/{paper.pk}/")
        li.shot(f"13-decision-{party}")
        assert paper.no in li.page.locator("main").inner_text()
        text = paper_text(li, paper)
        assert capital in text and figure in text, text


def paper_text(desk: Desk, paper: Paper) -> str:
    """The words of the very PDF the desk hands out."""
    answer = desk.page.request.get(f"{desk.office.url}/papers/{paper.pk}.pdf")
    assert answer.ok
    return re.sub(r"\s+", "", "".join(p.extract_text() for p in PdfReader(BytesIO(answer.body())).pages))


def executed(office: Office, no: str) -> None:
    """No publication before service; then served, noticed for payment."""
    li = office.desk("li")
    li.open_act(no, "publish", UNIT)
    assert "decision_served" in li.gates("publish"), li.gates("publish")
    office.at("2026-11-26 10:00")
    for party in BOTH:
        li.do(no, "serve", party, received_at="2026-11-26T09:50", place="云岭区工业园3号")
    office.at("2026-11-27 14:00")
    for n, party in enumerate(BOTH):
        li.do(no, "payment_notice", party, notice_no=f"99012026112700{n}")


def published(office: Office, no: str) -> None:
    """Published within seven working days of the decision; on the portal the person's name is masked."""
    li = office.desk("li")
    for party in BOTH:
        li.do(no, "publish", party)
    stranger = office.stranger(**PHONE)
    page = stranger.go("/p/")
    page.get_by_role("searchbox").fill("鑫达")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=FIRM).first.click()
    shown = page.locator("body").inner_text()
    stranger.shot("14-portal-decision")
    assert FIRM in shown and "55,000.00" in shown and not any(secret in shown for secret in HIDDEN), shown
    stranger.go("/p/")
    stranger.shot("15-portal")
    listed = page.locator("body").inner_text()
    assert not any(secret in listed for secret in HIDDEN) and "陈某某" in listed, listed
    assert stranger.wide() <= 0


def archived(office: Office, no: str, folder: Path) -> Path:
    """Paid, closed, archived; the package as the button gives it."""
    li = office.desk("li")
    office.at("2026-12-01 10:00")
    for party in BOTH:
        li.do(no, "payment", party, paid_on="2026-12-01", settled=True)
    office.at("2026-12-04 10:00")
    li.do(no, "close")
    office.at("2026-12-10 10:00")
    he = office.desk("he")
    he.do(no, "archive")
    he.file(no)
    he.shot("16-archived")
    with he.page.expect_download() as coming:
        he.page.locator('a[href$="/archive/"]').first.click()
    package = folder / "案卷包.zip"
    coming.value.save_as(package)
    return package


def proves_itself(office: Office, package: Path, folder: Path) -> None:
    """核验.html from disk: whole; with one bit of one photo turned, that photo by name."""
    with zipfile.ZipFile(package) as given:
        files = {i.filename: given.read(i) for i in given.infolist() if not i.is_dir()}
    html = next(n for n in files if n.endswith("核验.html"))
    place = folder / "核验.html"
    place.write_bytes(files[html])
    outsider = office.stranger()
    page = outsider.page
    page.goto(place.as_uri())
    page.set_input_files("#zip", str(package))
    page.locator("#result").wait_for()
    assert "完整" in page.locator("#verdict").inner_text() and page.locator("#catalogue tr.no").count() == 0
    outsider.shot("17-whole")
    photo = next(n for n in files if "砂光车间" in n and n.endswith(".png"))
    files[photo] = files[photo][:900] + bytes([files[photo][900] ^ 1]) + files[photo][901:]
    broken = folder / "改动.zip"
    with zipfile.ZipFile(broken, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    page.set_input_files("#zip", str(broken))
    page.locator("#catalogue tr.no").wait_for()
    marked = page.locator("#catalogue tr.no")
    outsider.shot("18-broken")
    assert marked.count() == 1 and "砂光车间" in marked.inner_text()
    assert "完整" not in page.locator("#verdict").inner_text().replace("不完整", "")


def every_page_fits_a_phone(office: Office) -> None:
    """Every address of the walk again at 390 pixels, as the one who used it."""
    kinds: dict[str, tuple[str, str]] = {}
    for path, who in office.seen.items():
        kinds.setdefault(re.sub(r"subject=[^&]*|\d+(?=/$|\?|\.)", "", path), (path, who))
    wide = {}
    for path, who in kinds.values():
        desk = office.desk(who)
        desk.page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
        desk.go(path)
        if desk.wide() > 0:
            wide[path] = desk.wide()
    office.desk("li").file(File.objects.get(procedure="penalty_ordinary").no)
    office.desk("li").shot("19-phone-file")
    assert wide == {}
