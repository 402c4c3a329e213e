"""双随机抽查: set up → freeze the directories → promise in public → public number → reveal by two → publish → visits → close.

What the State Council's notice asks (random objects, random officers, results published) was read in reports, not in full:
gates that rest on it alone are defects. That nothing changes after the promise is this project's own rule and stands as
void beside 安全生产法 62-2 (the plan is carried out as classified and graded), for a draw that can be repeated is none.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date, as_datetime, fact
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import (
    Act,
    Clock,
    PaperRule,
    Prefilled,
    Procedure,
    Severity,
    Sign,
    Stage,
    Unmet,
    When,
)
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import two_certified_officers
from zhiheng.law.routes import HANDLER, SECTION

PLAN = Article("安全生产法", "62", 2)
RANDOM = Article("国办发〔2015〕58号", "")
PUBLIC = Article("国办发〔2018〕118号", "")
TWO, RECUSAL = penalty_law(42, 1), penalty_law(43, 1)
WITNESS = Sign("legal_reviewer", "监督人")


@dataclass(frozen=True)
class Item:
    code: str = fact("事项编码", max_length=40)
    title: str = fact("抽查事项", max_length=120)


@dataclass(frozen=True)
class Stratum:
    """One layer of the directory: which grades, how many, how heavy."""

    id: str = fact("代号", max_length=20)
    title: str = fact("分层", max_length=40)
    grades: str = fact("安全等级", help="如 B 或 C、D；未评级写“无”", max_length=20)
    percent: int = fact("抽取比例（%）", min=0, max=100)
    weight: int = fact("权重", min=1, max=1000, help="同一分层内等级、信用不同的，可另设分层")


@dataclass(frozen=True)
class Department:
    name: str = fact("部门", max_length=60)
    items: str = fact("其抽查事项", max_length=200)


@dataclass(frozen=True)
class SetUpFacts:
    title: str = fact("批次名称", max_length=80, good="2026 年第四季度工贸企业双随机抽查")
    items: tuple[Item, ...] = fact("抽查事项清单", article=RANDOM)
    fields: tuple[str, ...] = fact("监管领域", required=False, help="不填为全部领域")
    areas: tuple[str, ...] = fact("属地", required=False, help="不填为全辖区")
    strata: tuple[Stratum, ...] = fact("分层与比例", article=PLAN)
    include_key: bool = fact("重点单位也参加抽取", required=False, help="重点单位按周期全覆盖检查，一般不再抽取")
    per_place: int = fact("每家执法人员数", min=2, max=4, article=TWO)
    limit: int = fact("每人任务上限（家）", min=1, max=200)
    visits_from: date = fact("检查期间自")
    visits_to: date = fact("检查期间至")
    departments: tuple[Department, ...] = fact("联合抽查部门", required=False)
    officers: tuple[str, ...] = fact("承办人", as_="people", article=TWO)
    replaces: str = fact("补抽的批次和名次", required=False, max_length=40, help="补抽时由系统填写，如 YL-2026-D04/12")
    reason: str = fact("说明", required=False, as_="longtext")


@dataclass(frozen=True)
class FreezeFacts:
    pool: str = fact("名录存档指纹", max_length=64)
    pool_hash: str = fact("名录指纹", max_length=64)
    candidates: int = fact("入池企业数", min=0)
    excluded: int = fact("剔除企业数", min=0)
    officer_count: int = fact("执法人员数", min=0)
    recusals: int = fact("回避对数", min=0)
    places: int = fact("应抽取数", min=1)


@dataclass(frozen=True)
class CommitFacts:
    commitment_hash: str = fact("承诺书指纹", max_length=64)
    secret_hash: str = fact("秘密值指纹", max_length=64)
    public_source: str = fact("公开随机源", max_length=120, good="中国福利彩票双色球 2026 年第 314 期开奖号码", bad="网上的随机数")
    public_at: datetime = fact("公开随机数产生的时间")


@dataclass(frozen=True)
class RevealFacts:
    public_number: str = fact("公开随机数", max_length=120, help="与承诺书指定的公开来源一致，照原样填写")
    evidence: str = fact("公开来源的网址或截图编号", max_length=200)


@dataclass(frozen=True)
class PublishFacts:
    transcript: str = fact("抽取记录指纹", max_length=64)
    places: int = fact("抽中企业数", min=0)
    published_on: date = fact("公布日期")


@dataclass(frozen=True)
class AssignFacts:
    places: int = fact("生成检查任务数", min=0)
    assigned_on: date = fact("下达日期")


@dataclass(frozen=True)
class ReplaceFacts:
    rank: int = fact("补抽的名次", min=1)
    ground: str = fact("原因", choices=(("closed", "企业已停产、注销或迁出"), ("merged", "已由其他检查合并"), ("officer", "执法人员不能承担"),
                                     ("disaster", "不可抗力"), ("other", "其他")))
    reason: str = fact("理由", as_="longtext", good="现场核实已于 11 月 20 日停产拆除，照片 3 张", bad="不方便")


@dataclass(frozen=True)
class VoidFacts:
    reason: str = fact("作废理由", as_="longtext", good="剔除名单漏列停产企业 12 家，公布承诺后发现")


@dataclass(frozen=True)
class CloseFacts:
    visited: int = fact("已检查", min=0)
    replaced: int = fact("已补抽", min=0)
    closed_on: date = fact("办结日期")


def _offered(s: Situation) -> Mapping[str, Prefilled]:
    """What a batch usually looks like, all of it open to change: strata by grade, five in a hundred, the quarter's name."""
    quarter, label = (s.on.month + 2) // 3, "通常的设定，请核对"
    rows = [{"id": "A", "title": "A、B 级", "grades": "AB", "percent": 5, "weight": 1},
            {"id": "C", "title": "C 级和未评级", "grades": "C无", "percent": 5, "weight": 2},
            {"id": "D", "title": "D 级", "grades": "D", "percent": 5, "weight": 3}]
    return {"title": Prefilled(f"{s.on.year} 年第{'一二三四'[quarter - 1]}季度双随机抽查", label), "strata": Prefilled(rows, label),
            "per_place": Prefilled(2, "行政处罚法第四十二条第一款"), "limit": Prefilled(20, label),
            "visits_from": Prefilled(s.on.isoformat(), "今日"), "visits_to": Prefilled((s.on + timedelta(days=30)).isoformat(), label)}


def _held(s: Situation) -> dict[str, object]:
    """``draw``: {pool, pool_hash, fits, commitment_hash, secret_hash, transcript, places, visited, replaced, open} of the
    register; ``fits`` says whether the stored pool has that fingerprint."""
    return dict(s.view.attrs.get("draw") or {})


def _strata(s: Situation) -> Unmet | None:
    rows = s.given("strata", ())
    names = [r.get("id") for r in rows]
    if len(set(names)) != len(names):
        return Unmet("两个分层用了同一代号", cure="改成不同的代号")
    seen: dict[str, str] = {}
    for row in rows:
        for grade in str(row.get("grades") or ""):
            if grade in "ABCD无" and seen.setdefault(grade, str(row["id"])) != row["id"]:
                return Unmet(f"「{grade}」级同时列在两个分层", cure="每一等级只列在一个分层")
    if rows and not any(int(r.get("percent") or 0) for r in rows):
        return Unmet("各分层的抽取比例都是 0", cure="至少一个分层抽取")
    return None


def _period(s: Situation) -> str | None:
    first, last = as_date(s.facts or {}, "visits_from"), as_date(s.facts or {}, "visits_to")
    return "检查期间的结束不能早于开始" if first and last and last < first else None


def _frozen(s: Situation) -> Unmet | None:
    held = _held(s)
    if held.get("pool") and s.given("pool") == held.get("pool") and s.given("pool_hash") == held.get("pool_hash"):
        return None
    return Unmet("名录须由系统按设定冻结，不能手工填写指纹", cure="在抽查页面点「冻结名录」")


def _promised(s: Situation) -> Unmet | None:
    held = _held(s)
    if held.get("commitment_hash") and all(s.given(k) == held.get(k) for k in ("commitment_hash", "secret_hash")):
        return None
    return Unmet("承诺书须由系统按冻结的名录和秘密值制作", cure="在抽查页面点「公布承诺」")


def _future(s: Situation) -> Unmet | None:
    due = as_datetime(s.facts or {}, "public_at")
    return None if due is None or due > s.at else Unmet(
        f"公开随机数在 {due.astimezone(TZ):%Y-%m-%d %H:%M} 已经产生，先知道结果的抽取不是随机抽取", cure="指定公布承诺以后才产生的公开随机数")


def _happened(s: Situation) -> Unmet | None:
    promised = s.last("commit")
    due = as_datetime(promised.facts, "public_at") if promised else None
    if due is None or s.at >= due:
        return None
    return Unmet(f"公开随机数要到 {due.astimezone(TZ):%Y-%m-%d %H:%M} 才产生，此前不能揭晓", earliest=due.astimezone(TZ).date(),
                 cure="到时再揭晓")


def _unchanged(s: Situation) -> Unmet | None:
    return None if _held(s).get("fits") else Unmet("存档的名录与已公布的指纹不符，不能揭晓", cure="核对存档；确被改动的，作废本批并说明")


def _same_transcript(s: Situation) -> Unmet | None:
    held = _held(s)
    if held.get("transcript") and s.given("transcript") == held.get("transcript") and s.given("places") == held.get("places"):
        return None
    return Unmet("公布的须是系统按公开随机数算出的抽取记录", cure="在抽查页面点「公布结果」")


def _place_open(s: Situation) -> Unmet | None:
    open_ = _held(s).get("open")
    if isinstance(open_, list) and s.given("rank") in open_:
        return None
    return Unmet(f"第 {s.given('rank')} 名不能补抽：没有抽中这一名，或者已经检查、已经补抽", cure="核对名次")


def _all_done(s: Situation) -> Unmet | None:
    open_ = _held(s).get("open")
    left = len(open_) if isinstance(open_, list) else 0
    return Unmet(f"还有 {left} 家没有检查，也没有补抽", cure="检查完成或补抽后再办结") if left else None


ALIVE = never_after(PLAN, "void", "本批抽查已经作废", id="not_void")
ONCE_REVEALED = never_after(PLAN, "reveal", "已经揭晓，不能重来", id="not_revealed", cure="结果不能因为不满意而重抽；确有错误的，作废并说明")

RANDOM_DRAW = Procedure(
    "random_draw", "双随机抽查", (PLAN, RANDOM),
    stages=(Stage("set", "设定", ("set_up",)), Stage("frozen", "冻结名录", ("freeze",)), Stage("promised", "公布承诺", ("commit",)),
            Stage("revealed", "揭晓", ("reveal", "publish_result")), Stage("visits", "检查", ("assign",)),
            Stage("over", "办结", ("close", "void"))),
    acts=(
        Act("set_up", "设定抽查", SetUpFacts, (PLAN, RANDOM), by=("officer", "handler"), route=(HANDLER, SECTION), once=True, stage="set",
            moves_to="set", prefill=_offered, gates=(
                facts_say(PLAN, "strata", "每一等级只在一个分层，且至少一层抽取", _strata),
                facts_say(PLAN, "period", "检查期间须前后相符", _period),
                two_certified_officers("officers"))),
        Act("freeze", "冻结名录", FreezeFacts, (PLAN, RANDOM), once=True, stage="frozen", moves_to="frozen", gates=(
            after(PLAN, "set_up", "设定批准后方可冻结名录"), ALIVE,
            facts_say(PLAN, "frozen_by_system", "名录由系统按设定从一企一档和人员名册冻结", _frozen))),
        Act("commit", "公布承诺", CommitFacts, (PLAN, RANDOM), once=True, stage="promised", moves_to="promised",
            papers=(PaperRule("random_draw_commitment"),), gates=(
                after(PLAN, "freeze", "名录冻结后方可公布承诺"), ALIVE,
                facts_say(PLAN, "promised_by_system", "承诺书由系统制作", _promised),
                facts_say(PLAN, "number_not_known", "承诺公布时，公开随机数须尚未产生", _future))),
        Act("reveal", "揭晓", RevealFacts, (PLAN, RANDOM), route=(HANDLER, WITNESS), stage="revealed", moves_to="revealed", gates=(
            after(PLAN, "commit", "公布承诺后方可揭晓"), ALIVE, ONCE_REVEALED,
            says(PLAN, "number_happened", "公开随机数产生以前不能揭晓", _happened),
            says(PLAN, "pool_unchanged", "名录须与承诺一致", _unchanged))),
        Act("publish_result", "公布抽取结果", PublishFacts, (PUBLIC, RANDOM), once=True, stage="revealed",
            papers=(PaperRule("random_draw_result"),), gates=(
                after(PUBLIC, "reveal", "揭晓后方可公布结果"), ALIVE,
                facts_say(PUBLIC, "same_transcript", "公布的结果须是抽取记录本身", _same_transcript))),
        Act("assign", "下达检查任务", AssignFacts, (PLAN, TWO), once=True, stage="visits", moves_to="visits", gates=(
            after(PUBLIC, "publish_result", "结果公布后方可下达检查任务", severity=Severity.DEFECT, verified=False), ALIVE)),
        Act("replace", "补抽一家", ReplaceFacts, (PLAN,), route=(HANDLER, SECTION), stage="visits", side=True,
            spawns=("random_draw", "set_up"), gates=(
            after(PLAN, "reveal", "揭晓后才有补抽"), ALIVE,
            facts_say(PLAN, "place_open", "只能补抽还没有检查的名次", _place_open)),
            help="补抽另立一批，同样先公布承诺、后取公开随机数，原名次和理由保留。"),
        Act("void", "作废", VoidFacts, (PLAN,), by=("section_head", "bureau_head"), route=(Sign("bureau_head", "审批人", opinion=True),),
            stage="over", moves_to="over", side=True, once=True, ends=True, gates=(
                after(PLAN, "set_up", "没有设定，无需作废"), never_after(PLAN, "close", "已经办结"),
                never_after(PLAN, "assign", "已经下达检查任务的，不能整批作废", severity=Severity.DEFECT)),
            help="作废的批次保留编号、理由和已有结果，仍然公开。"),
        Act("close", "办结", CloseFacts, (PLAN, PUBLIC), once=True, stage="over", moves_to="over", ends=True, gates=(
            after(PLAN, "assign", "没有下达检查任务，不能办结"), ALIVE,
            says(PLAN, "all_done", "每一家都已检查或补抽", _all_done))),
    ),
    clocks=(
        Clock("publish_draw", "抽取结果公开", "enforcement_info_publicity_20wd", (When("reveal"),), (When("publish_result"), When("void")),
              todo="publish_result"),
    ),
    entry=("set_up",),
)
