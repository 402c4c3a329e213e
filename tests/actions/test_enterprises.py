"""One enterprise by a form: what is refused, what is remembered, two who write at once, doubles joined and parted."""
from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from tests.actions.district import NOW
from zhiheng.actions import attachments, enterprises, industries, merging, register
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.demo.enterprises import credit_code
from zhiheng.records.models import Attachment, Change, Enterprise, EnterpriseGram, File, Standing
from zhiheng.records.queries.doubles import doubles_of, pairs
from zhiheng.records.queries.enterprise_search import narrowed

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 80


@pytest.fixture
def firm(district):
    return Enterprise.objects.select_related("agency", "parent").get(pk=district.enterprise.pk)


def again(firm: Enterprise) -> Enterprise:
    return Enterprise.objects.select_related("agency", "parent").get(pk=firm.pk)


def entered(district, **raw) -> Enterprise:
    return again(enterprises.enter(district.agency, raw, by=district.zhang))


def faults(fault: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {e.path: e.says for e in fault.value.errors}


def found(**filters: str) -> set[str]:
    return set(narrowed(Enterprise.objects.filter(merged_into=None), filters).values_list("name", flat=True))


# --- the form -----------------------------------------------------------------------------------------------------

def test_a_wrong_check_digit_is_refused_with_the_figure_that_would_fit(district):
    right = credit_code(77)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    with pytest.raises(Invalid) as fault:
        entered(district, name="乙厂", code=wrong)
    assert "校验位不符" in faults(fault)["code"] and f"末位应为 {right[-1]}" in faults(fault)["code"]
    with pytest.raises(Invalid) as fault:
        entered(district, name="乙厂", code="9133000056699746OI")
    assert "不会出现 I、O" in faults(fault)["code"]


def test_an_old_number_with_a_wrong_check_digit_is_kept_as_it_is(district):
    assert entered(district, name="乙厂", code="330000000036007").code == "330000000036007"


def test_a_number_that_another_has_names_that_one(district, firm):
    with pytest.raises(Invalid) as fault:
        entered(district, name="乙厂", code=firm.code)
    assert "鑫达木业有限公司" in faults(fault)["code"]


def test_a_new_name_needs_a_reason_is_remembered_and_goes_on_finding(district, firm):
    raw = enterprises.raw_of(firm) | {"name": "鑫达家居(云岭)有限公司"}
    with pytest.raises(Invalid) as fault:
        enterprises.change(firm, raw, version=firm.version, by=district.zhang)
    assert "名称" in faults(fault)["reason"] and again(firm).name == "鑫达木业有限公司"
    enterprises.change(firm, raw | {"reason": "营业执照变更"}, version=firm.version, by=district.zhang)
    now = again(firm)
    assert (now.name, now.former_names) == ("鑫达家居（云岭）有限公司", ["鑫达木业有限公司"])
    assert found(q="木业") == found(q="xdmy") == found(q="家居") == {now.name}
    row = Change.objects.filter(register="enterprises", target=str(firm.pk)).latest("number")
    assert row.fields["name"] == ["鑫达木业有限公司", "鑫达家居（云岭）有限公司"] and row.reason == "营业执照变更" and row.by == district.zhang


def test_what_the_form_empties_is_emptied_and_said(district, firm):
    raw = enterprises.raw_of(firm)
    raw.pop("principal")
    assert enterprises.change(firm, raw, version=firm.version, by=district.zhang) == {"principal": ["陈某某", ""]}


def test_who_writes_on_a_stale_form_loses_nothing_and_overwrites_nobody(district, firm):
    mine = enterprises.raw_of(firm)
    enterprises.change(firm, mine | {"phone": "0990-1", "principal": "赵一"}, version=1, by=district.chen)
    given = mine | {"principal": "钱二", "employees": "40"}
    with pytest.raises(enterprises.Stale) as fault:
        enterprises.change(firm, given, version=1, by=district.zhang)
    assert "陈立已改" in str(fault.value)
    raw, clash = enterprises.rebased(again(firm), 1, given)
    assert (raw["phone"], raw["principal"], raw["employees"]) == ("0990-1", "钱二", "40")
    assert set(clash) == {"principal"} and "陈立 已改为“赵一”" in clash["principal"]
    moved = enterprises.change(firm, raw, version=again(firm).version, by=district.zhang)
    assert set(moved) == {"principal", "employees"} and again(firm).phone == "0990-1"


def test_fields_bring_their_field_and_are_found_by_the_index(district, firm):
    raw = enterprises.raw_of(firm) | {"fields": ["机械"], "hazards": ["粉尘涉爆"]}
    enterprises.change(firm, raw, version=firm.version, by=district.zhang)
    assert again(firm).fields == ["工贸", "机械"]
    entered(district, name="乙厂")
    for asked in ({"field": "工贸"}, {"field": "机械"}, {"hazard": "粉尘涉爆"}, {"q": "粉尘"}):
        assert found(**asked) == {firm.name}, asked
    enterprises.change(firm, raw | {"hazards": []}, version=again(firm).version, by=district.zhang)
    assert found(hazard="粉尘涉爆") == set()


def test_a_field_of_the_bureau_s_own_words_is_found_too(district):
    register.enroll(district.agency, [{"name": "丙厂", "fields": ["自定领域"]}])
    assert found(field="自定领域") == {"丙厂"}


@pytest.mark.parametrize(("typed", "kept"), [
    ("29.61234,106.50123", (29.61234, 106.50123)), ("106.50123，29.61234", (29.61234, 106.50123)), ("", (None, None))])
def test_a_place_is_read_either_way_round(district, firm, typed, kept):
    raw = enterprises.raw_of(firm) | {"place": typed}
    enterprises.change(firm, raw, version=firm.version, by=district.zhang)
    assert (again(firm).latitude, again(firm).longitude) == kept
    assert found(unplaced="1") == (set() if typed else {firm.name})


def test_a_place_outside_the_country_is_refused(district, firm):
    with pytest.raises(Invalid) as fault:
        enterprises.change(firm, enterprises.raw_of(firm) | {"place": "51.5,-0.12"}, version=firm.version, by=district.zhang)
    assert "不是境内的位置" in faults(fault)["place"]


def test_a_branch_without_a_number_belongs_to_its_head_and_heads_do_not_go_in_circles(district, firm):
    branch = entered(district, name="鑫达木业有限公司二厂", parent=firm.code)
    assert branch.parent == firm and found(parent=str(firm.pk)) == {branch.name}
    with pytest.raises(Invalid) as fault:
        enterprises.change(firm, enterprises.raw_of(firm) | {"parent": f"id-{branch.pk}"}, version=firm.version, by=district.zhang)
    assert "parent" in faults(fault)
    with pytest.raises(Invalid):
        entered(district, name="三厂", parent=f"id-{branch.pk}")


def test_closing_archives_and_is_taken_back_with_reasons(district, firm):
    with pytest.raises(NotAllowed):
        enterprises.close(firm, "注销", date(2026, 11, 1), "", by=district.zhang)
    with pytest.raises(NotAllowed):
        enterprises.close(firm, "注销", date(2026, 12, 1), "已经核准注销", by=district.zhang)
    enterprises.close(firm, "迁出", date(2026, 11, 1), "迁往青山区", by=district.zhang)
    assert (again(firm).running, again(firm).closed_on) == ("迁出", date(2026, 11, 1))
    enterprises.reopen(firm, "仍在原址生产", by=district.zhang)
    assert (again(firm).running, again(firm).closed_on) == ("在营", None)
    assert [c.what for c in Change.objects.filter(target=str(firm.pk)).order_by("number")][-2:] == ["closed", "reopened"]


def test_whoever_has_one_township_enters_only_there(district):
    with pytest.raises(Invalid) as fault:
        enterprises.enter(district.agency, {"name": "乙厂", "area": "丛林镇"}, by=district.zhang, areas=("城关镇",))
    assert "城关镇" in faults(fault)["area"]


# --- industries ---------------------------------------------------------------------------------------------------

ROWS = [("2011", "制造业", "木材加工和木、竹、藤、棕、草制品业", "木材加工", "锯材加工"),
        ("2110", "制造业", "家具制造业", "木质家具制造", "木质家具制造"), ("5252", "批发和零售业", "零售业", "综合零售", "超级市场零售")]


def test_a_word_gets_its_code_when_it_means_one_industry_and_else_waits(district):
    register.enroll(district.agency, [{"name": "甲", "industry": "锯材加工"}, {"name": "乙", "industry": "做木头的"}])
    assert found(industry="none") == {"甲", "乙", "鑫达木业有限公司"}
    industries.publish(district.agency.place_id, ROWS, title="目录", source="试验目录", since=date(2026, 1, 1), by=None)
    settled, left = industries.settle(district.agency)
    assert settled >= 1 and left >= 1
    assert found(industry="2011") == {"甲"} and "乙" in found(industry="none")
    register.enroll(district.agency, [{"name": "丙", "industry": "锯材加工"}])
    assert found(industry="20") == {"甲", "丙"}


def test_a_code_that_the_catalogue_lacks_is_refused(district):
    with pytest.raises(Invalid) as fault:
        entered(district, name="乙厂", industry_code="99")
    assert "没有 99 这个行业代码" in faults(fault)["industry_code"]


# --- doubles ------------------------------------------------------------------------------------------------------

def twin(district, **more) -> Enterprise:
    return entered(district, **{"name": "鑫达木业", "address": "云岭区工业园 3 号", "phone": "0990-2"} | more)


def merge(keep, gone, chosen, by):
    return merging.merge(keep, gone, chosen, "核对营业执照是同一家", by=by, versions=(again(keep).version, again(gone).version))


def test_a_like_name_at_the_same_address_is_suspected_from_both_sides(district, firm):
    other = twin(district)
    everything = Enterprise.objects.filter(merged_into=None)
    assert [p.other for p in doubles_of(firm, everything)] == [other]
    assert [(p.one, p.other) for p in pairs(everything)] == [(firm, other)]
    assert found(doubtful="1") == {firm.name, other.name}


def test_two_right_numbers_with_like_names_elsewhere_are_two(district, firm):
    entered(district, name="鑫达木业有限责任公司", code=credit_code(88), address="别处 9 号")
    assert pairs(Enterprise.objects.all()) == []


def test_what_a_person_ruled_out_does_not_come_again(district, firm):
    other = twin(district)
    with pytest.raises(NotAllowed):
        merging.not_the_same(firm, other, "", by=district.zhang)
    merging.not_the_same(firm, other, "两家独立经营", by=district.zhang)
    assert pairs(Enterprise.objects.all()) == [] == doubles_of(again(firm), Enterprise.objects.all())


def test_merging_keeps_everything_and_undoing_gives_everything_back(district, firm):
    other = twin(district, code="330000000036006", safety_manager="孙七")
    branch = entered(district, name="鑫达二厂", parent=f"id-{other.pk}")
    file = File.objects.create(no="YL-2026-00001", agency=district.agency, procedure="inspection", enterprise=other, year=2026,
                               seq=1, opened_at=NOW)
    held = Standing.objects.create(enterprise=other, kind="credit", value="serious", since=date(2026, 1, 1), origin="file",
                                   made_at=NOW)
    grade = Standing.objects.create(enterprise=other, kind="grade", value="D", since=date(2026, 1, 1), origin="computed",
                                    made_at=NOW)
    attachments.add("enterprises", other.pk, BytesIO(PNG), title="大门", filename="a.png", by=district.li)
    merge(firm, other, {"phone": "goes"}, district.zhang)
    keep, gone = again(firm), again(other)
    assert gone.merged_into == keep and (keep.phone, keep.safety_manager, keep.principal) == ("0990-2", "孙七", "陈某某")
    assert keep.former_names == ["鑫达木业"] and keep.former_codes == ["330000000036006"]
    file.refresh_from_db(), held.refresh_from_db(), grade.refresh_from_db()
    assert file.enterprise == keep == held.enterprise and grade.enterprise == gone and again(branch).parent == keep
    assert Attachment.objects.get().target == str(keep.pk) and not EnterpriseGram.objects.filter(enterprise=gone).exists()
    later = File.objects.create(no="YL-2026-00002", agency=district.agency, procedure="inspection", enterprise=keep, year=2026,
                                seq=2, opened_at=NOW)
    enterprises.change(keep, enterprises.raw_of(keep) | {"employees": "9"}, version=keep.version, by=district.chen)

    merging.split(gone, "原来是两家", by=district.zhang)
    keep, gone = again(firm), again(other)
    file.refresh_from_db(), held.refresh_from_db(), later.refresh_from_db()
    assert gone.merged_into is None and gone.code == "330000000036006" and file.enterprise == gone == held.enterprise
    assert later.enterprise == keep and keep.employees == 9 and (keep.phone, keep.safety_manager) == ("", "")
    assert keep.former_names == [] == keep.former_codes and again(branch).parent == gone
    assert Attachment.objects.get().target == str(gone.pk) and found(q="鑫达木业") >= {gone.name, keep.name}
    assert "absorbed" in {c.what for c in Change.objects.filter(target=str(keep.pk))}


def test_the_number_of_the_other_may_be_taken_and_is_given_back(district, firm):
    other = twin(district, code=credit_code(66))
    old = firm.code
    merge(firm, other, {"code": "goes", "name": "goes"}, district.zhang)
    keep = again(firm)
    assert (keep.code, keep.name) == (credit_code(66), "鑫达木业") and keep.former_codes == [old] and keep.former_names == [firm.name]
    merging.split(other, "并错了一家", by=district.zhang)
    assert (again(firm).code, again(other).code) == (old, credit_code(66))


def test_a_row_changed_since_it_was_compared_is_not_merged(district, firm):
    other = twin(district)
    versions = (firm.version, other.version)
    enterprises.change(firm, enterprises.raw_of(firm) | {"employees": "5"}, version=firm.version, by=district.chen)
    with pytest.raises(NotAllowed, match="重新比对"):
        merging.merge(firm, other, {}, "核对营业执照", by=district.zhang, versions=versions)
    with pytest.raises(NotAllowed, match="依据"):
        merging.merge(firm, other, {}, "", by=district.zhang, versions=(again(firm).version, other.version))


def test_an_import_with_the_old_number_means_the_one_that_stays(district, firm):
    other = twin(district, code="330000000036006")
    merge(firm, other, {}, district.zhang)
    register.enroll(district.agency, [{"name": "鑫达木业", "code": "330000000036006", "employees": 12}])
    assert again(firm).employees == 12 and Enterprise.objects.filter(merged_into=None).count() == 1


# --- photos and documents -----------------------------------------------------------------------------------------

def test_what_a_file_is_stands_in_its_bytes_not_in_its_name(district, firm):
    kept = attachments.add("enterprises", firm.pk, BytesIO(PNG), title="大门", filename="大门.pdf", by=district.li)
    assert (kept.kind, kept.media_type) == ("photo", "image/png")
    same = attachments.add("enterprises", firm.pk, BytesIO(PNG), title="又一张", filename="b.png", by=district.li)
    assert same == kept
    for content, name in ((b"MZ\x90\0program", "照片.jpg"), (b"<html><script>", "a.html"), (b"", "空.png")):
        with pytest.raises(NotAllowed):
            attachments.add("enterprises", firm.pk, BytesIO(content), title="坏", filename=name, by=district.li)
    with pytest.raises(NotAllowed, match="太大"):
        attachments.add("enterprises", firm.pk, BytesIO(PNG * 20), title="大", filename="a.png", by=district.li, limit=100)
    with pytest.raises(NotAllowed, match="晚于今天"):
        attachments.add("enterprises", firm.pk, BytesIO(PNG + b"1"), title="后", taken_on=date(2027, 1, 1), by=district.li)


def test_a_document_is_archived_with_a_reason_and_never_gone(district, firm):
    kept = attachments.add("enterprises", firm.pk, BytesIO(b"%PDF-1.7 x"), title="预案", filename="a.pdf", by=district.li)
    with pytest.raises(NotAllowed):
        attachments.archive(kept, "", by=district.li)
    attachments.archive(kept, "已有新版预案", by=district.li)
    kept.refresh_from_db()
    assert kept.archived_reason == "已有新版预案"
    assert [c.what for c in Change.objects.filter(target=str(firm.pk)).order_by("number")][-2:] == ["attached", "detached"]
