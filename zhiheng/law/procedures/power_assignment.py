"""赋权登记: the province's published decision gives a township or street powers of the county; it acts in its own name.

Basis: 行政处罚法 24. Nobody here grants anything: what is registered is the decision, its publication and the assessments.
"""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.gates import after
from zhiheng.kernel.procedure import Act, Clock, Prefilled, Procedure, Stage, When
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law
from zhiheng.law.procedures import delegation_facts as f
from zhiheng.law.procedures import delegation_gates as g
from zhiheng.law.procedures.delegation import DRAFTERS
from zhiheng.law.routes import BY_HEAD

DECIDED, SCOPE, GUIDED = (penalty_law(24, n) for n in (1, 2, 3))


def _register(s: Situation) -> Mapping[str, Prefilled]:
    return {"level": Prefilled("province", "行政处罚法第24条第1款"), "inspection": Prefilled(True, "通常一并交由")}


def _published(s: Situation) -> Mapping[str, Prefilled]:
    return {"published_on": Prefilled(s.on.isoformat(), "今日")}


def _assessed(s: Situation) -> Mapping[str, Prefilled]:
    return {"assessed_on": Prefilled(s.on.isoformat(), "今日")}


def _end(s: Situation) -> Mapping[str, Prefilled]:
    return {"ended_on": Prefilled(s.on.isoformat(), "今日"), "files": Prefilled(g.open_files(s, "register"), "案卷登记")}


POWER_ASSIGNMENT = Procedure(
    "power_assignment", "赋权登记", (DECIDED, SCOPE),
    stages=(Stage("registered", "登记", ("register",)), Stage("in_force", "公布生效", ("publish", "assess")),
            Stage("ended", "终止", ("end",))),
    acts=(
        Act("register", "登记赋权决定", f.RegisterFacts, (DECIDED, SCOPE), by=DRAFTERS, route=BY_HEAD, stage="registered",
            moves_to="registered", once=True, prefill=_register, gates=g.REGISTER,
            help="登记省级决定：文号、事项、施行日期。登记只作记录，权力来自决定本身。"),
        Act("publish", "公布赋权事项", f.AssignedPublishFacts, (DECIDED,), by=DRAFTERS, stage="in_force", moves_to="in_force", once=True,
            occurs="published_on", prefill=_published, gates=(after(DECIDED, "register", "赋权决定还没有登记"),),
            help="在本地公布承接的事项；公布之前不据以执法。"),
        Act("assess", "定期评估", f.AssessFacts, (DECIDED, GUIDED), by=(*DRAFTERS, "bureau_head"), stage="in_force",
            occurs="assessed_on", prefill=_assessed,
            gates=(after(DECIDED, "publish", "赋权事项还没有公布"), g.ADVICE)),
        Act("end", "终止赋权", f.WithdrawFacts, (DECIDED,), by=DRAFTERS, route=BY_HEAD, stage="ended", moves_to="ended", once=True,
            ends=True, side=True, prefill=_end,
            gates=(after(DECIDED, "register", "没有登记的赋权无需终止", id="end_after_register"), g.WITHDRAWN, g.ASSIGNED_HANDOVER)),
    ),
    clocks=(
        Clock("assignment_publicity", "公布赋权事项", "", (When("register"),), (When("publish"), When("end")), articles=(DECIDED,),
              todo="publish"),
        Clock("assignment_assessment", "定期评估", "", (When("publish"),), (When("assess"), When("end")), articles=(DECIDED,),
              todo="assess"),
    ),
    entry=("register",),
)
