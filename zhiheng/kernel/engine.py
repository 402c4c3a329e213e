"""The judgement: which gates are unmet (all of them, at once), which acts may be done, what is due, who signs next."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.article import Article
from zhiheng.kernel.clocks import ClockState, states
from zhiheng.kernel.facts import Facts
from zhiheng.kernel.powers import Beyond, beyond
from zhiheng.kernel.procedure import Act, Gate, Per, Procedure, Released, Severity, Sign, Stage, Unmet
from zhiheng.kernel.situation import Rules, Situation
from zhiheng.kernel.view import RELEASE, Draft, FileView, Person, Subject

CERTIFICATE = Article("行政处罚法", "42", 1)
WITHIN_POWERS = Article("行政处罚法", "17")
RECUSED = Article("行政处罚法", "43", 1)


@dataclass(frozen=True)
class Obstacle:
    """An unmet gate, ready to be shown: sentence, articles, weight, what would cure it, who may release it."""

    gate: str
    says: str
    articles: tuple[Article, ...]
    severity: Severity
    cure: str = ""
    cure_act: str | None = None
    earliest: date | None = None
    who: str = ""
    release_by: str | None = None
    released: Released | None = None
    subject: str | None = None

    @property
    def stops(self) -> bool:
        return self.severity is Severity.VOID or (self.severity is Severity.DEFECT and self.released is None)


@dataclass(frozen=True)
class Judgement:
    """All unmet gates of one act for its subjects, and the rules that are met."""

    act: Act
    subject: Subject | None
    obstacles: tuple[Obstacle, ...]
    met: tuple[Gate, ...]

    @property
    def lawful(self) -> bool:
        return not any(o.stops for o in self.obstacles)

    @property
    def warnings(self) -> tuple[Obstacle, ...]:
        return tuple(o for o in self.obstacles if not o.stops)


def judge(rules: Rules, view: FileView, act_id: str, *, subject: str | None = None, facts: Facts | None = None,
          actor: Person | None = None, at: datetime | None = None, taking_effect: bool = False) -> Judgement:
    """Judge one act for one subject (or the file). Unknown subject or act: KeyError in words."""
    procedure = rules.procedure(view)
    act = procedure.act(act_id)
    target = view.subject(subject) if subject else None
    if subject and target is None:
        raise KeyError(f"案卷 {view.no} 没有对象「{subject}」")
    situation = Situation(view, procedure, act, target, facts, actor, at or view.now, rules)
    obstacles, met = list(_structure(situation, taking_effect)), []
    for gate in act.gates + rules.place.extra(procedure.id, act.id):
        if not gate.in_force(situation.on) or (gate.needs_facts and facts is None):
            continue
        answer = gate.check(situation)
        if answer is None:
            met.append(gate)
        else:
            obstacles.append(_obstacle(gate, answer, view, act, subject))
    return Judgement(act, target, tuple(obstacles), tuple(met))


def obstacles(rules: Rules, view: FileView, act_id: str, *, subject: str | None = None, facts: Facts | None = None,
              actor: Person | None = None, at: datetime | None = None) -> tuple[Obstacle, ...]:
    """Every unmet gate at once, in the order: what the asker can do, what others must do, what only waits."""
    found = judge(rules, view, act_id, subject=subject, facts=facts, actor=actor, at=at).obstacles
    return tuple(sorted(found, key=lambda o: (o.earliest is not None, o.cure_act is None)))


def _obstacle(gate: Gate, answer: Unmet | str, view: FileView, act: Act, subject: str | None) -> Obstacle:
    unmet = Unmet(answer) if isinstance(answer, str) else answer
    severity = gate.severity
    if severity is Severity.VOID and not gate.verified:
        severity = Severity.DEFECT  # a rule nobody could read never blocks beyond a superior's reach
    release_by = (gate.release_by or "bureau_head") if severity is Severity.DEFECT else None
    return Obstacle(gate.id, unmet.says, gate.articles, severity, unmet.cure or gate.cure,
                    unmet.cure_act or gate.cure_act, unmet.earliest, unmet.who, release_by,
                    _released(view, act.id, gate.id, subject), subject)


def _released(view: FileView, act: str, gate: str, subject: str | None) -> Released | None:
    for event in reversed(view.events):
        if event.kind == RELEASE and event.act == act and event.facts.get("gate") == gate \
                and (not event.subjects or subject in event.subjects):
            later = view.last(act, subject)
            if later and later.seq > event.seq:
                return None  # a release serves one performance of the act
            return Released(gate, event.actor, event.occurred_at, str(event.facts.get("reason", "")))
    return None


def _structure(s: Situation, taking_effect: bool) -> list[Obstacle]:
    """What follows from the shape of the procedure itself: finished file, done once, a draft under way, wrong hands."""
    found = []
    basis = s.act.articles or s.procedure.articles
    def add(gate: str, says: str, **more: object) -> None:
        found.append(Obstacle(gate, says, basis, Severity.VOID, subject=s.key, **more))  # type: ignore[arg-type]
    ended = next((e for a in s.procedure.acts if a.ends for e in s.view.done(a.id)), None)
    if ended and not _lives_on(s, ended.act):
        add("file_ended", f"案卷已于 {ended.occurred_at.date()} 办结，不能再办理「{s.act.zh}」")
    if s.act.once and s.done(s.act.id):
        add("once", f"「{s.act.zh}」只办理一次，已于 {s.last(s.act.id).occurred_at.date()} 办理")  # type: ignore[union-attr]
    if s.act.per is not Per.FILE and s.subject is None and not s.view.of_kind(s.act.per.value):
        add("no_subject", f"案卷里还没有可以办理「{s.act.zh}」的对象")
    if not taking_effect:
        for draft in s.view.travelling(s.act.id):
            if not draft.subjects or s.key is None or s.key in draft.subjects:
                add("draft_travelling", f"「{s.act.zh}」已有一份在会签中（{draft.occurred_at.date()} 提交）",
                    cure="等会签完成，或由提交人撤回")
                break
    if s.actor is not None and not taking_effect and not may_begin(s.view, s.act, s.actor):
        add("wrong_hands", f"「{s.act.zh}」由{_hands(s)}办理", who=_hands(s))
    if s.actor is not None and not taking_effect and (fault := _uncertified_hand(s)):
        found.append(Obstacle("certificate", f"{s.actor.name}的{fault}，不能在 {s.on} 制作「{s.act.zh}」的文书", (CERTIFICATE,),
                              Severity.VOID, certificate_cure(s.view, s.actor, s.on), subject=s.key))
    past = _past_his_post(s) if s.actor is not None and not taking_effect else None
    if past is not None and s.actor is not None:
        found.append(Obstacle("outside_mandate", f"{s.actor.name}：{past.says}", (WITHIN_POWERS,), Severity.VOID,
                              "由任职范围包括这一事项的人员办理，或者由管理员变更任职", subject=s.key))
    return found


def _uncertified_hand(s: Situation) -> str | None:
    """An act that takes effect by one hand alone and makes a paper is signed by that hand: an officer's needs a certificate."""
    if s.actor is None or s.act.route or not s.act.papers or s.act.by_party:
        return None
    other = set(s.act.by) - {"handler", "second", "officer"}
    if other & s.actor.roles or "officer" not in s.actor.roles:
        return None
    return certificate_fault(s.view, s.actor, s.on)


def _past_his_post(s: Situation) -> Beyond | None:
    if s.procedure.extent is None or s.actor is None or not any(p.limited for p in s.actor.powers):
        return None
    roles = {_held_as(role) for role in s.act.by}
    return beyond(s.actor.powers, roles, s.procedure.extent(s.rules, s.view, s.facts or {}))


def _held_as(role: str) -> str:
    """The post behind a place in a procedure: handlers are officers."""
    return "officer" if role in ("handler", "second") else role


def _lives_on(s: Situation, ended_by: str) -> bool:
    order = [a.id for a in s.procedure.acts]
    return s.act.ends and order.index(s.act.id) > order.index(ended_by)  # archive after close


def may_begin(view: FileView, act: Act, actor: Person) -> bool:
    """Whether a person may begin an act: an officer of the file where it says "handler", else by role."""
    officers = view.officers()
    for role in act.by:
        if role == "handler" and "officer" in actor.roles and (not officers or actor.id in officers):
            return True
        if role != "handler" and role in actor.roles:
            return True
    return False


_ROLE_ZH = {"handler": "本案承办人", "second": "协办人", "officer": "执法人员", "section_head": "科室（大队）负责人",
            "legal_reviewer": "法制审核人员", "bureau_head": "局领导", "archivist": "档案管理员",
            "supervisor": "执法监督人员", "administrator": "系统管理员"}


def role_zh(role: str) -> str:
    return _ROLE_ZH.get(role, role)


def _hands(s: Situation) -> str:
    names = [s.view.people[p].name for p in s.view.officers() if p in s.view.people]
    parts = [f"本案承办人{'、'.join(names)}" if r == "handler" and names else role_zh(r) for r in s.act.by]
    return "或".join(parts)


# --- the acts that may be done, the clocks, the stage ----------------------------------------------------------

def available(rules: Rules, view: FileView, actor: Person | None = None) -> tuple[Judgement, ...]:
    """Every act of the procedure for every subject it concerns, judged, in the order of the procedure."""
    procedure = rules.procedure(view)
    out = []
    for act in procedure.acts:
        keys: list[str | None] = [None] if act.per is Per.FILE else [s.key for s in view.of_kind(act.per.value)]
        out += [judge(rules, view, act.id, subject=k, actor=actor) for k in keys]
    return tuple(out)


def due_clocks(rules: Rules, view: FileView) -> tuple[ClockState, ...]:
    """Every started clock of the file, earliest first."""
    return states(rules.procedure(view).clocks, view, rules.term, rules.calendar, view.now)


def stage(procedure: Procedure, view: FileView) -> Stage:
    """The furthest stage any effective act has moved the file to; derived, never set."""
    order = {s.id: i for i, s in enumerate(procedure.stages)}
    reached = 0
    for event in view.events:
        if event.kind == "act":
            moves = procedure.act(event.act).moves_to
            if moves:
                reached = max(reached, order[moves])
    return procedure.stages[reached]


def ended(procedure: Procedure, view: FileView) -> bool:
    return any(view.done(a.id) for a in procedure.acts if a.ends)


# --- signatures --------------------------------------------------------------------------------------------------

def next_sign(procedure: Procedure, draft: Draft) -> Sign | None:
    """The next step of a draft's route; None when all have signed."""
    route = procedure.act(draft.act).route
    return route[len(draft.signed)] if len(draft.signed) < len(route) else None


def sign_obstacles(rules: Rules, view: FileView, draft: Draft, person: Person, at: datetime) -> tuple[Obstacle, ...]:
    """Why this person may not sign this step today; empty when he may."""
    procedure = rules.procedure(view)
    step = next_sign(procedure, draft)
    basis = (CERTIFICATE,)
    found: list[Obstacle] = []
    def add(gate: str, says: str, cure: str = "") -> None:
        found.append(Obstacle(gate, says, basis, Severity.VOID, cure=cure))
    if step is None:
        add("all_signed", "全部会签人已经签署")
        return tuple(found)
    if not his_step(view, draft, step, person):
        add("not_your_step", f"这一步由{_expected(view, draft, step)}签署")
    if any(h.actor == person.id for h in draft.signed):
        add("signed_already", f"{person.name}已签署过前面的步骤，每一步须由不同的人签署")
    if person.id in view.recused():
        add("recused", f"{person.name}已回避本案", "由其他人员签署")
    if step.role in ("handler", "second") and person.id in declared_interests(view, {x.name for x in view.of_kind("party")}):
        found.append(Obstacle("interest", f"{person.name}已申报与当事人或者被检查企业有利害关系，应当回避", (RECUSED,), Severity.VOID,
                              "改派没有利害关系的人员；已经承办的，先决定回避"))
    if step.certified:
        fault = certificate_fault(view, person, at.date())
        if fault:
            add("certificate", f"{person.name}的{fault}，不能在 {at.date()} 的文书上签名",
                certificate_cure(view, person, at.date()))
    past = _past_his_signature(rules, view, draft, step, person)
    if past is not None:
        found.append(Obstacle("outside_mandate", f"{person.name}：{past.says}，不能签署", (WITHIN_POWERS,), Severity.VOID,
                              cure=_who_may(view, step, past)))
    return tuple(found)


def _past_his_signature(rules: Rules, view: FileView, draft: Draft, step: Sign, person: Person) -> Beyond | None:
    procedure = rules.procedure(view)
    if procedure.extent is None or not any(p.limited for p in person.powers):
        return None
    return beyond(person.powers, {_held_as(step.role)}, procedure.extent(rules, view, draft.facts))


def _who_may(view: FileView, step: Sign, past: Beyond) -> str:
    """Whose turn it is instead; ``view.attrs['posts_held']`` names those who hold the post without a ceiling."""
    free = [str(row["name"]) for row in view.attrs.get("posts_held") or ()
            if row.get("role") == _held_as(step.role) and row.get("ceiling_fen") is None]
    named = f"（{'、'.join(dict.fromkeys(free))}）" if free else ""
    if past.amount_only:
        return f"转请限额之内的{role_zh(_held_as(step.role))}签署{named}"
    return "由任职范围包括这一事项的人员签署，或者由管理员变更任职"


def certificate_fault(view: FileView, person: Person, on: date) -> str | None:
    """What is wrong with a person's enforcement certificate on a day; None when it covers day and field."""
    if person.certificate is None:
        return "执法证没有登记"
    return person.certificate.fault(on, view.domain)


def certificate_cure(view: FileView, person: Person, on: date) -> str:
    """What to do about a certificate's fault: another officer now, or what its holder arranges."""
    return f"现在就要办的，由科室（大队）负责人改派证件有效的人员；{holders_cure(view, person, on)}"


def holders_cure(view: FileView, person: Person, on: date) -> str:
    """What the holder of a failing certificate does about it himself; empty when it does not fail."""
    if person.certificate is None:
        return "通过资格考试取得执法证后由系统管理员登记"
    return person.certificate.cure(on, view.domain)


def certified(procedure: Procedure) -> bool:
    """Whether officers sign with their certificates somewhere in a procedure: its files then need a field of enforcement."""
    return any(step.certified for act in procedure.acts for step in act.route)


def declared_interests(view: FileView, parties: Collection[str] = ()) -> dict[str, str]:
    """Who must keep away from this file: {person: relation}, of what was declared about its enterprise or these parties.

    ``view.attrs["interests"]`` holds rows {person, relation, with_name}; an empty ``with_name`` is the enterprise itself.
    """
    rows = view.attrs.get("interests") or ()
    return {str(r["person"]): str(r.get("relation", "")) for r in rows if not r.get("with_name") or r["with_name"] in parties}


def his_step(view: FileView, draft: Draft, step: Sign, person: Person) -> bool:
    """Whether a step of a draft's route is this person's: an officer of the file (or of the draft), else by role."""
    if step.role in ("handler", "second"):
        return "officer" in person.roles and person.id in _officers_for(view, draft)
    return step.role in person.roles


def _officers_for(view: FileView, draft: Draft) -> tuple[str, ...]:
    """A draft that names officers is signed by those: they take the file over with it."""
    named = draft.facts.get("officers")
    return tuple(p for p in named if p not in view.recused()) if named else view.officers()


def _expected(view: FileView, draft: Draft, step: Sign) -> str:
    if step.role in ("handler", "second"):
        names = [view.people[p].name for p in _officers_for(view, draft) if p in view.people]
        return f"{step.zh}（{'、'.join(names)}）" if names else step.zh
    return step.zh
