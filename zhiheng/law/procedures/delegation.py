"""委托执法: draft → conditions of the body → legal review → signed by both → published → supervised → ended.

Basis: 行政处罚法 20, 21 and, since 2026-02-01, article 13 of the ministry's order 18. The agreement in force becomes a
conferral (records/models/powers.py), against which every act of the body is judged (law/gates_mandate.py).
"""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.article import Article
from zhiheng.kernel.gates import after, never_after
from zhiheng.kernel.procedure import Act, Clock, PaperRule, Prefilled, Procedure, Stage, When
from zhiheng.kernel.situation import Situation
from zhiheng.law import powers
from zhiheng.law.basis import penalty_law, penalty_rules_2026
from zhiheng.law.checks.delegation import CHECKS
from zhiheng.law.checks.model import gates
from zhiheng.law.procedures import delegation_facts as f
from zhiheng.law.procedures import delegation_gates as g
from zhiheng.law.routes import BY_HEAD

WRITTEN, STATED, WATCHED, NAMED = (penalty_law(20, n) for n in (1, 2, 3, 4))
FILED = Article("国办发〔2024〕54号", "")
DRAFTERS = ("section_head", "legal_reviewer")


def _draft(s: Situation) -> Mapping[str, Prefilled]:
    listed = powers.version(s.rules.place.id, s.on)
    items = [f"{i.code} {i.name}" for i in listed.items if i.kind.id == "penalty" and i.delegated and i.usable(s.on)] if listed else []
    return {"items": Prefilled(items, f"{listed.title}中可以委托的事项" if listed else ""), "inspection": Prefilled(True, "通常一并委托"),
            "kinds": Prefilled(["warning", "criticism", "fine"], "简易执法事项"), "bound": Prefilled("below", "本地规定"),
            "limit": Prefilled(_whole_limit(s), "本地规定的委托罚款限额"), "since": Prefilled(s.on.isoformat(), "今日"),
            "supervision": Prefilled(f.DUTIES, "范本"), "liability": Prefilled(f.LIABILITY, "行政处罚法第20条")}


def _whole_limit(s: Situation) -> int | None:
    """30,000.00 for a rule that allows up to 29,999.99; None where the place sets no figure."""
    most = int(s.param("delegated_fine_limit"))
    return None if most >= 10**12 else most + 1 if most % 100 == 99 else most


def _capacity(s: Situation) -> Mapping[str, Prefilled]:
    found = g.grantee(s, "draft") or {}
    names = "、".join(found.get("officers") or ())
    today = {"checked_on": Prefilled(s.on.isoformat(), "今日")}
    return today | ({"staff_proof": Prefilled(names, "人员证件登记")} if names else {})


def _sign(s: Situation) -> Mapping[str, Prefilled]:
    draft = s.view.last("draft")
    values = {"signed_on": Prefilled(s.on.isoformat(), "今日")}
    return values | ({"until": Prefilled(draft.facts.get("until"), f"委托书草案 {draft.occurred_at:%m-%d}")} if draft else {})


def _published(s: Situation) -> Mapping[str, Prefilled]:
    return {"published_on": Prefilled(s.on.isoformat(), "今日")}


def _filed(s: Situation) -> Mapping[str, Prefilled]:
    return {"filed_on": Prefilled(s.on.isoformat(), "今日")}


def _checked(s: Situation) -> Mapping[str, Prefilled]:
    return {"checked_on": Prefilled(s.on.isoformat(), "今日")}


def _end(s: Situation) -> Mapping[str, Prefilled]:
    return {"ended_on": Prefilled(s.on.isoformat(), "今日"), "files": Prefilled(g.open_files(s, "draft"), "案卷登记")}


SIGNED = after(WRITTEN, "sign", "委托书还没有签订")
DELEGATION = Procedure(
    "delegation", "委托执法", (WRITTEN, STATED, penalty_rules_2026(13, 1)),
    stages=(Stage("drafted", "拟订", ("draft",)), Stage("reviewed", "核查审核", ("check_capacity", "legal_review")),
            Stage("signed", "签订", ("sign",)), Stage("in_force", "公布生效", ("publish", "spot_check")),
            Stage("ended", "终止", ("end",))),
    acts=(
        Act("draft", "拟订委托书", f.DraftFacts, (WRITTEN, STATED), by=DRAFTERS, stage="drafted", moves_to="drafted",
            prefill=_draft, gates=(*g.DRAFT, never_after(STATED, "sign", "委托书已经签订，变更的另行拟订新的委托书取代")),
            help="事项从权责清单中选择；限额写「低于」的不含本数。"),
        Act("check_capacity", "核查受委托组织条件", f.CapacityFacts, (penalty_law(21),), by=DRAFTERS, stage="reviewed",
            moves_to="reviewed", occurs="checked_on", prefill=_capacity,
            gates=(after(penalty_law(21), "draft", "还没有拟订委托书"), *gates(CHECKS, "del_capacity"), g.TWO),
            help="三项条件逐项核查并写明证明。"),
        Act("legal_review", "法制审核", f.ReviewFacts, (WRITTEN,), by=("legal_reviewer",), stage="reviewed",
            gates=(after(penalty_law(21), "check_capacity", "还没有核查受委托组织的条件", since="draft", id="capacity_known"),)),
        Act("sign", "签订委托书", f.SignFacts, (WRITTEN, STATED), by=DRAFTERS, route=BY_HEAD, stage="signed", moves_to="signed",
            once=True, occurs="signed_on", prefill=_sign, papers=(PaperRule("entrustment_letter"),),
            gates=(after(penalty_law(21), "check_capacity", "还没有核查受委托组织的条件", since="draft", id="capacity_checked"),
                   *g.SIGN), help="由委托机关负责人签署；受委托组织签字盖章后登记。"),
        Act("publish", "公布委托书", f.PublishFacts, (STATED,), by=DRAFTERS, stage="in_force", moves_to="in_force", once=True,
            occurs="published_on", prefill=_published, gates=(SIGNED, g.PUBLISH),
            help="双方都向社会公布。公布之前受委托组织不能据以执法。"),
        Act("file_upward", "报备", f.FiledFacts, (FILED,), by=DRAFTERS, stage="in_force", side=True, occurs="filed_on", prefill=_filed,
            gates=(after(WRITTEN, "sign", "委托书还没有签订", id="filed_after_signing"),)),
        Act("spot_check", "监督检查", f.SpotCheckFacts, (WATCHED,), by=(*DRAFTERS, "officer", "bureau_head"), stage="in_force",
            occurs="checked_on", prefill=_checked, gates=(after(WATCHED, "publish", "委托书还没有公布生效"), g.DEMANDS),
            help="抽查案卷、现场指导；发现问题的提出整改要求。"),
        Act("end", "终止委托", f.EndFacts, (WATCHED, NAMED), by=DRAFTERS, route=BY_HEAD, stage="ended", moves_to="ended", once=True,
            ends=True, side=True, prefill=_end, papers=(PaperRule("entrustment_end_notice"),),
            gates=(after(WRITTEN, "sign", "没有签订的委托无需终止", id="end_after_signing"), g.END_ORDER, g.HANDOVER),
            help="终止之日起受委托组织不得再以本机关名义实施；在办案卷由本机关接办。"),
    ),
    clocks=(
        Clock("agreement_term", "委托期限", "", (When("sign"),), (When("end"),), due_fact="until", articles=(STATED,), todo="end"),
        Clock("agreement_publicity", "公布委托书", "", (When("sign"),), (When("publish"), When("end")), articles=(STATED,),
              todo="publish"),
        Clock("agreement_supervision", "监督受委托组织", "", (When("publish"),), (When("spot_check"), When("end")),
              articles=(WATCHED,), todo="spot_check"),
    ),
    entry=("draft",),
)
