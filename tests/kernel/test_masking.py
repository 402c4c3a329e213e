"""Publication fails closed: what is private is covered, what stays private is refused, what is unknown is
refused."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhiheng.kernel import masking
from zhiheng.kernel.article import Article
from zhiheng.kernel.masking import Candidate, PublicRecord, Refusal, publishable, scan
from zhiheng.kernel.numerals import to_chinese

UNIT = Candidate(
    kind="penalty",
    party_kind="unit",
    party_name="鑫达木业有限公司",
    party_code="91990101MA00DEMA07",
    agency="云岭区应急管理局",
    doc_no="（云）应急罚〔2026〕10号",
    decided_on=date(2026, 11, 12),
    fields=(
        (
            "违法事实",
            "2026年9月28日检查发现，鑫达木业有限公司未如实记录安全生产教育和培训情况，主要负责人陈建国陈述属实。",
        ),
        ("处罚结果", "罚款人民币伍万伍仟元整（¥55,000.00）"),
    ),
    minor=None,
    state_secret=False,
    trade_secret=False,
    others=("陈建国",),
    private_terms=("530102198001011234",),
)
PERSON = dataclasses.replace(
    UNIT,
    party_kind="person",
    party_name="陈建国",
    party_code="",
    others=("刘芳",),
    minor=False,
    private_terms=("建设路18号3幢2单元501室",),
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王某某"),
        ("王伟", "王某某"),
        ("欧阳修文", "欧阳某某"),
        ("欧阳锋", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("诸葛亮", "诸葛某某"),
        ("买买提·艾力", "某某"),
        ("John Smith", "某某"),
        ("", "某某"),
        ("王 小 明", "王某某"),
    ],
)
def test_a_natural_person_is_shown_by_surname_only(name: str, shown: str) -> None:
    assert masking.mask_name(name) == shown


def test_numbers_keep_only_what_the_desk_may_show() -> None:
    assert masking.mask_id("530102198001011234") == "530***********1234"
    assert masking.mask_id("12345") == "*****"
    assert masking.mask_phone("138 1234 5678") == "138****5678"
    assert masking.mask_phone("0871-63123456") == "**********56"
    assert masking.mask_account("6222 0212 3456 7890 123") == "*" * 15 + "0123"
    assert masking.mask_account("12345678") == "********"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("云岭区城关镇建设路18号3幢2单元501室", "云岭区城关镇建设路"),
        ("云岭区前进村三组12号", "云岭区前进村"),
        ("云岭区18号", "云岭区"),
        ("18号院", "（地址不公开）"),
        ("云岭区建设路１８号", "云岭区建设路"),
    ],
)
def test_a_home_address_ends_at_its_street_or_village(address: str, shown: str) -> None:
    assert masking.mask_address(address) == shown


def test_a_decision_against_a_unit_is_published_with_its_name_and_nobody_elses() -> None:
    made = publishable(UNIT)
    assert isinstance(made, PublicRecord)
    assert (made.party, made.party_code) == ("鑫达木业有限公司", "91990101MA00DEMA07")
    assert "鑫达木业有限公司" in made.fields[0][1] and "主要负责人某某陈述" in made.fields[0][1]
    assert made.masked == ("姓名",) and masking.PUBLISH in made.basis and masking.EXPOSE in made.basis


def test_a_penalised_person_is_shown_as_wang_moumou_everywhere() -> None:
    made = publishable(PERSON)
    assert isinstance(made, PublicRecord)
    assert made.party == "陈某某" and made.party_code == ""
    assert "陈某某陈述属实" in made.fields[0][1]


def test_a_units_name_may_hold_a_persons_name_because_it_is_registered_publicly() -> None:
    made = publishable(
        dataclasses.replace(
            UNIT, party_name="陈建国机械有限公司", fields=(("违法事实", "陈建国机械有限公司的陈建国在场。"),)
        )
    )
    assert isinstance(made, PublicRecord) and made.fields[0][1] == "陈建国机械有限公司的某某在场。"


def test_an_operators_name_inside_a_traders_name_is_covered() -> None:
    made = publishable(
        dataclasses.replace(
            UNIT,
            party_kind="individual_business",
            party_name="云岭区陈建国五金店",
            minor=False,
            fields=(("违法事实", "陈建国未配备灭火器材。"),),
        )
    )
    assert isinstance(made, PublicRecord)
    assert made.party == "云岭区陈某某五金店" and "陈建国" not in made.fields[0][1]


def test_a_name_that_was_masked_before_is_no_secret() -> None:
    fields = (("违法事实", "陈某某系主要负责人，何某某在场。"),)
    made = publishable(dataclasses.replace(PERSON, party_name="陈某某", others=("何某",), fields=fields))
    assert isinstance(made, PublicRecord) and made.party == "陈某某"


@pytest.mark.parametrize(
    ("change", "says", "article"),
    [
        ({"party_kind": None}, "当事人类别不明", masking.PRIVACY),
        ({"party_kind": "robot"}, "当事人类别不明", masking.PRIVACY),
        ({"state_secret": True}, "国家秘密", masking.STATE_SECRET),
        ({"state_secret": None}, "保密审查", masking.REVIEW),
        ({"trade_secret": None}, "保密审查", masking.REVIEW),
        ({"trade_secret": True}, "商业秘密", masking.PRIVACY),
        ({"minor": True}, "未成年人", masking.KEEP_SECRET),
        ({"party_kind": "person", "minor": None}, "是否未成年人尚未核实", masking.KEEP_SECRET),
        ({"kind": "complaint"}, "没有公开", masking.OPEN),
        ({"party_name": " "}, "名称为空", masking.PUBLISH),
    ],
)
def test_what_nobody_has_looked_at_or_the_law_protects_is_refused(
    change: dict[str, object], says: str, article: object
) -> None:
    made = publishable(dataclasses.replace(UNIT, **change))  # type: ignore[arg-type]
    assert isinstance(made, Refusal)
    assert any(says in r.says and r.article == article for r in made.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "身份证 530102 19800101 1234",
        "身份证５３０１０２１９８００１０１１２３４",
        "电话138-1234-5678",
        "电话 1 3 8 1 2 3 4 5 6 7 8",
        "账号 6222 0212 3456 7890 123",
        "陈 建 国在场",
        "陈\u200b建国在场",
        "陈·建国在场",
        "邮箱 a.b@c.cn",
        "车牌云A12345",
        "住3幢2单元501室",
        "病历显示其患病",
        "座机0871-63123456",
    ],
)
def test_what_is_private_is_found_however_it_is_written(text: str) -> None:
    assert scan(text, ["陈建国"])


@pytest.mark.parametrize(
    "text",
    [
        "于2026-10-12立案，2026-11-12决定",
        "罚款55,000.00元",
        "（云）应急罚〔2026〕10号",
        "2026年11月23日9时",
        "3号车间1200平方米",
        "依据《安全生产法》第九十七条第（四）项",
    ],
)
def test_ordinary_sentences_of_a_decision_are_not_held_back(text: str) -> None:
    assert scan(text, ["陈建国"]) == []


def test_what_masking_cannot_cover_stops_the_publication() -> None:
    made = publishable(dataclasses.replace(UNIT, fields=(("违法事实", "陈 建 国在场，病历在卷。"),)))
    assert isinstance(made, Refusal) and len(made.reasons) == 2


DIGITS = st.text("0123456789", min_size=4, max_size=4)
IDS = st.builds(lambda a, b: f"53{a}1980010112{b[:2]}", DIGITS, DIGITS)
PHONES = st.builds(lambda a, b: f"138{a}{b}", DIGITS, DIGITS)
ACCOUNTS = st.text("123456789", min_size=16, max_size=19)
NAMES = st.builds(
    "".join, st.lists(st.sampled_from("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"), min_size=2, max_size=3)
)
GLUE = st.sampled_from(["", " ", "，", "：", "（", "）", "-", "联系", "\u200b", "\n"])


@given(
    st.sampled_from(["unit", "person"]),
    NAMES,
    st.lists(st.tuples(GLUE, IDS | PHONES | ACCOUNTS | NAMES, GLUE), max_size=4),
    NAMES,
)
def test_nothing_private_is_ever_published(
    kind: str, name: str, parts: list[tuple[str, str, str]], other: str
) -> None:
    text = "查明：" + other + "".join(a + b + c for a, b, c in parts) + "属实。"
    private = [b for _, b, _ in parts]
    assume(kind == "unit" or name not in masking.SOMEBODY)
    party = "鑫达木业有限公司" if kind == "unit" else name
    made = publishable(
        dataclasses.replace(
            UNIT,
            party_kind=kind,
            party_name=party,
            minor=False,
            others=(other,),
            private_terms=tuple(private),
            fields=(("违法事实", text),),
        )
    )
    if isinstance(made, PublicRecord):
        shown = "".join(made.fields[0][1].split())
        assert other not in shown and not any(p in shown for p in private)
        assert kind == "unit" or name not in made.party + shown


@given(NAMES)
def test_a_mask_never_holds_the_name(name: str) -> None:
    assert name not in masking.mask_name(name) and masking.mask_name(name).endswith("某某")


TEXTS = [
    ("行政处罚法", masking.PUBLISH, "具有一定社会影响的行政处罚决定应当依法公开"),
    ("行政处罚法", masking.KEEP_SECRET, "国家秘密、商业秘密或者个人隐私，应当依法予以保密"),
    ("安全生产法", masking.EXPOSE, "作出处罚决定后七个工作日内在监督管理部门公示系统予以公开曝光"),
    ("政府信息公开条例", masking.OPEN, "政府信息应当公开"),
    ("政府信息公开条例", masking.OPEN_PENALTIES, "具有一定社会影响的行政处罚决定"),
    ("政府信息公开条例", masking.STATE_SECRET, "依法确定为国家秘密的政府信息"),
    ("政府信息公开条例", masking.PRIVACY, "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害"),
    ("政府信息公开条例", masking.REVIEW, "建立健全政府信息公开审查机制"),
]


@pytest.mark.parametrize(("law", "article", "words"), TEXTS, ids=[a.key() for _, a, _ in TEXTS])
def test_every_cited_article_says_what_it_is_cited_for(
    law: str, article: Article, words: str, shared: Path
) -> None:
    home = shared / "law" / "statutes"
    found = sorted(home.glob(f"{law}(*.md"))
    if not found:
        pytest.skip(f"CITATION NOT COMPARED: no text of {law}")
    head = f"第{to_chinese(int(article.article))}条 "
    lines = found[-1].read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(head))
    stop = next(
        i for i, x in enumerate(lines) if i > start and re.match(r"第[一二三四五六七八九十百]+条 |#", x)
    )
    part = [x for x in lines[start:stop] if x.strip()]
    if article.item:
        part = [x for x in part if x.startswith(f"({to_chinese(article.item)})")]
    elif article.paragraph:
        part = part[article.paragraph - 1 : article.paragraph]
    assert article.law == law and words in "".join(part)
