"""What may be shown to the public. Everything fails closed: what is unknown or still private is not
published.

行政处罚法 48-1 makes certain decisions public; 50 keeps state secrets, trade secrets and privacy;
政府信息公开条例 14, 15 and 17 say what is never opened and that somebody must have looked. 安全生产法 78-2
sets the seven working days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhiheng.kernel.article import Article

PUBLISH = Article("行政处罚法", "48", 1)
EXPOSE = Article("安全生产法", "78", 2)
OPEN = Article("政府信息公开条例", "13", 1)
OPEN_PENALTIES = Article("政府信息公开条例", "20", 1, 6)
KEEP_SECRET = Article("行政处罚法", "50")
STATE_SECRET = Article("政府信息公开条例", "14")
PRIVACY = Article("政府信息公开条例", "15")
REVIEW = Article("政府信息公开条例", "17", 1)

UNIT, PERSON, TRADER = "unit", "person", "individual_business"  # TRADER: 个体工商户
PARTY_KINDS = frozenset({UNIT, PERSON, TRADER})

# Two-character surnames in use (common knowledge of names, not a statute); a missing one only hides more.
_SURNAMES = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台
皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘
子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚
左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚
褚师 第二
"""
COMPOUND_SURNAMES = frozenset(_SURNAMES.split())
SOMEBODY = "某某"
_ALREADY_MASKED = re.compile(r".{1,2}某{1,2}")  # nobody is called so; 何某 inside 何某某 gives nobody away


def mask_name(name: str) -> str:
    """王某某 for every natural person; the number of characters given away is never that of the real name."""
    clean = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    if not clean or not _han(clean[0]):
        return SOMEBODY  # a name in other letters has no surname we can be sure of
    if "·" in clean or "•" in clean or len(clean) > 4:
        return SOMEBODY
    surname = clean[:2] if clean[:2] in COMPOUND_SURNAMES and len(clean) > 2 else clean[0]
    return surname + SOMEBODY


def mask_id(number: str) -> str:
    """530***********1234; anything that is not 15 or 18 characters is hidden whole."""
    clean = re.sub(r"\s+", "", unicodedata.normalize("NFKC", number))
    return clean[:3] + "*" * (len(clean) - 7) + clean[-4:] if len(clean) in (15, 18) else "*" * len(clean)


def mask_phone(number: str) -> str:
    """138****5678 for mobile numbers; of others only the last two digits stay."""
    clean = re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", number))
    return (
        clean[:3] + "****" + clean[-4:]
        if len(clean) == 11 and clean[0] == "1"
        else ("*" * max(len(clean) - 2, 0) + (clean[-2:] if len(clean) > 6 else "*" * len(clean[-2:])))
    )


def mask_account(number: str) -> str:
    """The last four digits of a bank account; a short number is hidden whole."""
    clean = re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", number))
    return "*" * (len(clean) - 4) + clean[-4:] if len(clean) >= 12 else "*" * len(clean)


_DISTRICT = re.compile(r"^(.*?(?:自治县|县|区|市|旗))")


def mask_address(address: str) -> str:
    """A home address down to its street or village, without numbers; without a street to the district, else
    hidden."""
    clean = re.sub(r"\s+", "", unicodedata.normalize("NFKC", address))
    streets = [m.end() for m in re.finditer(r"大道|路|街道?|巷|弄|胡同|村|社区|镇|乡", clean)]
    before_number = re.split(
        r"[0-9零一二三四五六七八九十百千]+\s*(?:号|弄|幢|栋|座|楼|单元|室|组|队|户|排)", clean
    )[0]
    inside = [end for end in streets if end <= len(before_number)]
    if inside:
        return clean[: max(inside)]
    district = _DISTRICT.match(before_number)
    return district.group(1) if district else "（地址不公开）"


def _han(char: str) -> bool:
    return "CJK UNIFIED" in unicodedata.name(char, "")


@dataclass(frozen=True)
class PrivateFind:
    """Something private found in text: ``kind`` (Chinese) and where it stands in the flattened text."""

    kind: str
    text: str
    start: int


_ID = r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dxX]"
_OLD_ID = r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("身份证号", re.compile(rf"(?<!\d){_ID}(?!\d)")),
    ("身份证号", re.compile(rf"(?<!\d){_OLD_ID}(?!\d)")),
    ("手机号", re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")),
    ("固定电话", re.compile(r"(?<!\d)0\d{2,3}\d{7,8}(?!\d)")),
    ("银行账号或长数字", re.compile(r"(?<!\d)\d{12,}(?!\d)")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("护照或通行证号", re.compile(r"(?<![A-Za-z0-9])[EGDSPHMegdsphm][A-Za-z]?\d{8}(?!\d)")),
    (
        "车牌号",
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}(?![A-Z0-9])"
        ),
    ),
    ("住址门牌", re.compile(r"\d+(?:号楼|幢|栋|单元)\d*[^，。；]{0,6}?\d+(?:室|号)|\d+单元|\d{3,4}室")),
)
_HEALTH = re.compile(r"病历|诊断证明|确诊|精神病|残疾证|艾滋|怀孕|病史|住院号")
BASIS: Mapping[str, tuple[Article, ...]] = {
    "penalty": (PUBLISH, EXPOSE, OPEN_PENALTIES),
    "inspection": (OPEN,),
}
# Signs that people, spreadsheets and scanners put inside numbers and names.
_NOISE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-_.·•*()（）]+")


def _flatten(text: str, dropped: re.Pattern[str]) -> str:
    return dropped.sub("", unicodedata.normalize("NFKC", text))


def scan(text: str, private_terms: Iterable[str] = (), *, allowed: Iterable[str] = ()) -> list[PrivateFind]:
    """Everything private that ``text`` still shows, also when written with spaces, dashes or full-width
    digits.

    ``private_terms`` are names, numbers and addresses known from the file; ``allowed`` are strings that are
    public by law (the unit's own name and 统一社会信用代码, the document's number) and do not count.
    """
    plain = unicodedata.normalize("NFKC", text)
    for word in sorted((unicodedata.normalize("NFKC", w) for w in allowed if w), key=len, reverse=True):
        plain = plain.replace(word, "□")
    found = [PrivateFind(kind, m.group(), m.start()) for kind, p in _PATTERNS for m in p.finditer(plain)]
    found += [PrivateFind("健康信息", m.group(), m.start()) for m in _HEALTH.finditer(plain)]
    joined = re.sub(r"(?<=[0-9A-Za-z])[\s\u00ad\u200b-\u200f\u2060\ufeff\-.]+(?=[0-9A-Za-z])", "", plain)
    found += [
        PrivateFind(kind, m.group(), m.start())
        for kind, p in _PATTERNS[:5]
        for m in p.finditer(joined)
        if not _only_dates(m.group())
    ]
    bare = _flatten(plain, _NOISE)
    for term in private_terms:
        wanted = _flatten(term, _NOISE)
        if len(wanted) >= 2 and wanted in bare:
            found.append(PrivateFind("案卷内的个人信息", term, bare.index(wanted)))
    return list(dict.fromkeys(found))


_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def _only_dates(digits: str) -> bool:
    """Two or more dates such as 2026-10-12 2026-11-12 that run together are no number of a person."""
    return (
        len(digits) >= 16
        and len(digits) % 8 == 0
        and all(_DATE.fullmatch(digits[i : i + 8]) for i in range(0, len(digits), 8))
    )


@dataclass(frozen=True)
class Candidate:
    """What somebody wants to publish. None always means "nobody has said", and refuses.

    ``fields`` are (label, free text). ``private_terms`` are all personal data of the file: names of natural
    persons (also legal representatives, witnesses, reporters), numbers, home addresses. ``others`` are the
    natural persons among them who are not penalised.
    """

    kind: str  # a key of BASIS: penalty, inspection
    party_kind: str | None
    party_name: str
    agency: str
    doc_no: str
    decided_on: date
    fields: tuple[tuple[str, str], ...]
    party_code: str = ""  # 统一社会信用代码, units only
    minor: bool | None = None  # natural persons: is or was under 18
    state_secret: bool | None = None
    trade_secret: bool | None = None
    others: tuple[str, ...] = ()
    private_terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicRecord:
    """What the public may see. ``masked`` says in Chinese what was covered."""

    kind: str
    party: str
    party_code: str
    agency: str
    doc_no: str
    decided_on: date
    fields: tuple[tuple[str, str], ...]
    masked: tuple[str, ...]
    basis: tuple[Article, ...]


@dataclass(frozen=True)
class Reason:
    says: str
    article: Article


@dataclass(frozen=True)
class Refusal:
    """Why nothing is published; all reasons at once."""

    reasons: tuple[Reason, ...] = field(default=())


def publishable(record: Candidate) -> PublicRecord | Refusal:
    """The masked record, or every reason why there is none."""
    reasons = list(_standing(record))
    if reasons:
        return Refusal(tuple(reasons))
    covered: list[str] = []
    names = _names(record)
    allowed = _allowed(record)
    party = _party(record)
    fields = tuple((label, _cover(text, names, allowed, covered)) for label, text in record.fields)
    made = PublicRecord(
        record.kind,
        party,
        record.party_code if record.party_kind != PERSON else "",
        record.agency,
        record.doc_no,
        record.decided_on,
        fields,
        tuple(dict.fromkeys(covered)),
        BASIS[record.kind],
    )
    terms = [t for t in (*names, *record.private_terms) if not _ALREADY_MASKED.fullmatch(t)]
    for label, text in (
        ("当事人", party),
        ("文号", record.doc_no),
        ("机关", record.agency),
        *fields,
        *((("栏目名", label) for label, _ in fields)),
    ):
        for find in scan(text, terms, allowed=allowed):
            reasons.append(Reason(f"「{label}」中仍有{find.kind}，须人工处理后再公开", KEEP_SECRET))
    return Refusal(tuple(dict.fromkeys(reasons))) if reasons else made


def _standing(record: Candidate) -> Iterable[Reason]:
    """Reasons that lie in the matter itself, before any text is looked at."""
    if record.kind not in BASIS:
        yield Reason(f"没有公开「{record.kind}」的依据", OPEN)
    if record.party_kind not in PARTY_KINDS:
        yield Reason("当事人类别不明，不能确定应隐去的内容", PRIVACY)
    if not record.party_name.strip():
        yield Reason("当事人名称为空", PUBLISH)
    if record.party_kind in (PERSON, TRADER) and record.minor is None:
        yield Reason("当事人是否未成年人尚未核实", KEEP_SECRET)
    if record.minor:
        yield Reason("当事人为未成年人，不公开", KEEP_SECRET)
    if record.state_secret is None or record.trade_secret is None:
        yield Reason("尚未作公开前的保密审查", REVIEW)
    if record.state_secret:
        yield Reason("涉及国家秘密，不公开", STATE_SECRET)
    if record.trade_secret:
        yield Reason("涉及商业秘密，须先去除", PRIVACY)


def _names(record: Candidate) -> dict[str, str]:
    """Names of natural persons → what stands for them. Only the penalised keep a surname."""
    out = {n: SOMEBODY for n in record.others if len(n.strip()) >= 2}
    if record.party_kind == PERSON:
        out[record.party_name] = mask_name(record.party_name)
    return out


def _allowed(record: Candidate) -> tuple[str, ...]:
    """Public by registration: a unit's own name may contain a person's name (张伟机械有限公司)."""
    own = (
        (record.party_name, record.party_code)
        if record.party_kind == UNIT
        else ((record.party_code,) if record.party_kind == TRADER else ())
    )
    return tuple(w for w in (*own, record.doc_no, record.agency) if w)


def _party(record: Candidate) -> str:
    if record.party_kind == PERSON:
        return mask_name(record.party_name)
    if record.party_kind == TRADER:  # the operator's name inside the trade name is covered
        shown = record.party_name
        for name in sorted((*record.others, *record.private_terms), key=len, reverse=True):
            if len(name) >= 2:
                shown = shown.replace(name, mask_name(name))
        return shown
    return record.party_name


def _cover(text: str, names: Mapping[str, str], allowed: Sequence[str], covered: list[str]) -> str:
    """Free text with names and numbers covered; what is public by law is set aside first."""
    out = re.sub(r"[\ue000-\uf8ff]", "", text)
    for place, word in enumerate(allowed):
        out = out.replace(word, chr(0xE000 + place))  # private-use characters match no pattern
    for name in sorted(names, key=len, reverse=True):
        if name in out:
            out = out.replace(name, names[name])
            covered.append("姓名")
    for kind, pattern in _PATTERNS:
        # published text shows nothing of a number at all; the desk's masks keep some digits
        out, times = pattern.subn(f"（{kind}略）", out)
        if times:
            covered.append(kind)
    for place, word in enumerate(allowed):
        out = out.replace(chr(0xE000 + place), word)
    return out
