"""移出: early by repair after twelve months, at the end of the term, or because the ground fell away; and back again."""
from __future__ import annotations

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import after, facts_say, says, within
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import has_text, two_certified_officers
from zhiheng.law.procedures.breach import facts as f
from zhiheng.law.procedures.breach import prefill as pre
from zhiheng.law.procedures.breach import state
from zhiheng.law.procedures.breach import words as w
from zhiheng.law.procedures.breach.listing import LISTING
from zhiheng.law.routes import APPROVAL, BY_HEAD

MOST_DAYS = 10
REMOVAL = (PaperRule("dishonesty_removal_decision"),)


def _on_list(s: Situation) -> Unmet | None:
    if state.listing(s.view, s.key) is not None:
        return None
    gone = state.removed(s.view, s.key)
    return Unmet(f"已于 {gone.occurred_at.date()} 移出名单") if gone else Unmet("没有列入名单", cure="先作出列入决定", cure_act="list_party")


def _twelve(s: Situation) -> Unmet | None:
    start = state.listed_on(s.view, s.key)
    if start is None:
        return None
    first, asked = state.early_from(s, start), as_date(s.facts or {}, "applied_on") or s.on
    return Unmet(f"列入未满12个月（自 {start} 起，{first} 以后可以申请）", earliest=first, cure="期满后申请") if asked < first else None


def _not_barred(s: Situation) -> Unmet | None:
    found = state.fraud_on(s.view, s.key)
    if found is None:
        return None
    until = due(s.rules.term("repair_bar", found), found, s.rules.calendar).on
    asked = as_date(s.facts or {}, "applied_on") or s.on
    return Unmet(f"申请时弄虚作假（{found} 查明），三年内不得申请信用修复", earliest=until) if until and asked < until else None


def _none_open(s: Situation) -> Unmet | None:
    asked = state.pending(s.view, s.key)
    return Unmet(f"{asked.occurred_at.date()} 的申请还没有办结", cure="先对该申请作出决定", cure_act="decide_removal") if asked else None


def _asked(s: Situation) -> Unmet | None:
    return None if state.pending(s.view, s.key) else Unmet("没有待办的提前移出申请", cure="先登记申请", cure_act="apply_removal")


def _materials(s: Situation) -> Unmet | None:
    asked = state.pending(s.view, s.key)
    if s.given("outcome") != "accepted" or asked is None:
        return None
    names = (("fulfilled", "履行处罚义务的证明"), ("remedied", "纠正失信行为的证明"), ("promise", "信用承诺书"))
    missing = [zh for name, zh in names if not asked.facts.get(name)]
    return Unmet(f"申请材料不齐：缺{'、'.join(missing)}", cure="一次性告知补正；补正后重新登记申请") if missing else None


def _said(s: Situation) -> Unmet | None:
    if s.given("outcome") == "accepted" or s.given("says"):
        return None
    return Unmet("没有写明需要补正的材料或者不予受理的理由", cure="填写材料或者理由")


def _accepted(s: Situation) -> Unmet | None:
    return None if state.accepted(s.view, s.key) else Unmet("申请还没有受理", cure="先决定是否受理", cure_act="accept_removal")


def _ten_more(s: Situation) -> Unmet | None:
    days = int(s.given("days") or 0)
    return None if days <= MOST_DAYS else Unmet(f"延长 {days} 个工作日，超过十个工作日", cure="最长延长十个工作日")


def _once(s: Situation) -> Unmet | None:
    took, longer = state.accepted(s.view, s.key), s.last("extend_removal")
    return Unmet("已经延长过一次", cure="在延长后的期限内决定") if took and longer and longer.seq > took.seq else None


def _granting(s: Situation) -> bool:
    return bool(s.given("decision") == "granted")


def _fulfilled(s: Situation) -> Unmet | None:
    """``credit_penalties`` tells by the record whether the fine was paid in full."""
    proposed = s.view.last("propose")
    if not _granting(s) or proposed is None:
        return None
    name = s.subject.name if s.subject else ""
    owing = [r for r in s.view.attrs.get("credit_penalties") or () if r.get("no") == proposed.facts.get("penalty_no")
             and r.get("party") in (None, "", name) and int(r.get("paid_fen") or 0) < int(r.get("fine_fen") or 0)]
    if not owing:
        return None
    left = (int(owing[0]["fine_fen"]) - int(owing[0].get("paid_fen") or 0)) / 100
    return Unmet(f"处罚决定规定的义务没有履行完毕：案卷记载还有 ¥{left:,.2f} 没有缴纳", cure="缴清并登记后再决定；已缴纳的，先登记缴款")


def _no_new(s: Situation) -> Unmet | None:
    """``credit_penalties`` decided after the listing, and other proposals: the record's own answer to 未再发生."""
    start = state.listed_on(s.view, s.key)
    if not _granting(s) or start is None:
        return None
    name = s.subject.name if s.subject else ""
    later = [r for r in s.view.attrs.get("credit_proposals") or () if name in (r.get("names") or ())
             and str(r.get("on") or "") > start.isoformat()]
    return Unmet(f"列入以后又有列入建议（{later[0].get('no')}）", cure="查清新的失信行为；属实的不予提前移出") if later else None


def _ban_over(s: Situation) -> Unmet | None:
    asked = state.pending(s.view, s.key)
    end = as_date(asked.facts, "ban_until") if asked else None
    if not _granting(s) or end is None or end < s.on:
        return None
    return Unmet(f"附带期限的处罚、禁入至 {end} 才届满，届满前不得提前移出", earliest=end, cure="期限届满后再决定")


def _refusal_reasons(s: Situation) -> bool:
    return bool(s.given("decision") == "refused")


def _term_over(s: Situation) -> Unmet | None:
    start = state.listed_on(s.view, s.key)
    if start is None:
        return None
    end = state.until(s, start)
    on = as_date(s.facts or {}, "decided_on") or s.on
    return Unmet(f"三年管理期限未满（{start} 起，至 {end}）", earliest=end, cure="期满后移出；符合条件的可以申请提前移出",
                 cure_act="apply_removal") if on <= end else None


def _in_three_days(s: Situation) -> Unmet | None:
    changed = as_date(s.facts or {}, "changed_on")
    if changed is None:
        return None
    last = due(s.rules.term("publicity_withdrawal", changed), changed, s.rules.calendar).on
    return Unmet(f"处罚决定 {changed} 已变化，应当在 {last} 前撤回公开的信息", cure="照实办理，超期情况随卷留痕") if last and s.on > last else None


def _early_granted(s: Situation) -> Unmet | None:
    gone = state.removed(s.view, s.key)
    return None if gone is not None and gone.act == "decide_removal" else Unmet("没有提前移出，不能恢复列入", cure="核对移出情况")


def _new_term(s: Situation) -> Unmet | None:
    end, given = state.until(s, s.on), as_date(s.facts or {}, "until")
    return None if given is None or given == end else Unmet(f"恢复后的管理期限重新计算三年，至 {end}", cure=f"填写 {end}")


def _left(s: Situation) -> Unmet | None:
    return None if state.removed(s.view, s.key) else Unmet("还没有移出名单，不能停止公示", cure="先作出移出决定")


def _all_lifted(s: Situation) -> Unmet | None:
    decided = s.last("list_party")
    names = dict(w.MEASURES)
    left = sorted(set((decided.facts.get("measures") if decided else None) or ()) - set(s.given("lifted") or ()))
    return Unmet(f"还有管理措施没有解除：{'、'.join(names[m] for m in left)}", cure="解除全部管理措施") if left else None


def _everybody_done(s: Situation) -> Unmet | None:
    for party in s.view.of_kind("party"):
        if s.view.last("not_list", party.key):
            continue
        if s.view.last("list_party", party.key) is None:
            return Unmet(f"{party.name}还没有作出决定", cure="列入或者不予列入", cure_act="list_party")
        gone, stopped = state.removed(s.view, party.key), s.view.last("stop_publicity", party.key)
        if gone is None:
            return Unmet(f"{party.name}还在名单内", cure="移出以后办结", cure_act="expire")
        if s.view.last("publish", party.key) and (stopped is None or stopped.seq < gone.seq):
            return Unmet(f"{party.name}已移出，公示还没有停止", cure="先停止公示、解除管理措施", cure_act="stop_publicity")
    return None


ON_LIST = says(w.ORDER, "on_list", "在名单内的才能移出", _on_list)

ACTS = (
    Act("apply_removal", "申请提前移出", f.ApplyFacts, (w.SHORTEST, w.CONDITIONS), per=Per.PARTY, by_party=True, occurs="applied_on",
        stage="leaving", side=True, prefill=pre.apply, gates=(
            ON_LIST, says((w.ORDER, w.SHORTEST), "twelve_full", "列入满12个月才能申请提前移出", _twelve),
            says(w.FRAUD, "not_barred", "弄虚作假的，三年内不得申请信用修复", _not_barred),
            says(w.ACCEPT, "none_open", "前一申请办结后再申请", _none_open)),
        help="被列入对象或者「信用中国」网站推送的申请，照实登记收到日期和材料。"),
    Act("accept_removal", "决定是否受理", f.AcceptFacts, (w.ACCEPT,), per=Per.PARTY, occurs="decided_on", stage="leaving", side=True, gates=(
        says(w.ACCEPT, "application_open", "先有申请", _asked),
        facts_say((w.MATERIALS, w.PROMISED), "materials", "材料齐全的才予受理", _materials),
        facts_say(w.ACCEPT, "says_why", "补正的材料、不予受理的理由应当告知", _said),
        within(w.ACCEPT, "acceptance", "收到申请之日起三个工作日内决定是否受理"))),
    Act("extend_removal", "延长办理期限", f.ExtendFacts, (w.EXAMINE,), per=Per.PARTY, route=BY_HEAD, stage="leaving", side=True, gates=(
        says(w.EXAMINE, "accepted", "已经受理的才能延长", _accepted), says(w.EXAMINE, "once_longer", "只延长一次", _once),
        facts_say(w.EXAMINE, "ten_days", "最长延长十个工作日", _ten_more))),
    Act("decide_removal", "提前移出决定", f.RemovalFacts, (w.CONDITIONS, w.REASONS), per=Per.PARTY, route=LISTING, papers=REMOVAL,
        prefill=pre.decide_removal, stage="leaving", side=True, gates=(
            ON_LIST, says(w.EXAMINE, "accepted", "受理以后决定", _accepted),
            facts_say(w.FULFILLED, "fulfilled", "处罚决定规定的义务履行完毕", _fulfilled),
            facts_say(w.ORDER, "no_new_breach", "列入以后没有新的严重失信行为", _no_new, verified=False),
            facts_say(w.UNTIL_BAN_ENDS, "ban_over", "附带期限的处罚届满前不得提前移出", _ban_over),
            has_text(w.REASONS, "refusal_reasons", "reasons", "不予提前移出的应当说明理由", when=_refusal_reasons),
            within(w.EXAMINE, "examination", "受理之日起七个工作日内办理"), two_certified_officers())),
    Act("expire", "期满移出", f.ExpireFacts, (w.ORDER,), per=Per.PARTY, route=APPROVAL, papers=REMOVAL, prefill=pre.expire, stage="leaving",
        moves_to="leaving", gates=(
            ON_LIST, says(w.ORDER, "term_over", "三年管理期限届满后移出", _term_over), two_certified_officers())),
    Act("revoke_listing", "撤销列入", f.RevokeFacts, (w.CHANGED, penalty_law(48, 2)), per=Per.PARTY, route=LISTING, papers=REMOVAL,
        prefill=pre.revoke, stage="leaving", moves_to="leaving", side=True, gates=(
            ON_LIST, facts_say(penalty_law(48, 2), "three_days", "依据变化后三个工作日内撤回公开的信息", _in_three_days, severity=Severity.WARNING),
            two_certified_officers()),
        help="所依据的处罚决定被撤销、变更、确认违法或者无效，不再符合列入情形的，立即撤销。"),
    Act("restore", "撤销提前移出、恢复列入", f.RestoreFacts, (w.FRAUD, w.ORDER), per=Per.PARTY, route=LISTING, papers=REMOVAL,
        prefill=pre.restore, stage="listed", moves_to="listed", side=True, gates=(
            says(w.ORDER, "early_granted", "准予提前移出的才能撤销", _early_granted),
            facts_say(w.ORDER, "new_term", "管理期限自恢复之日起重新计算", _new_term, verified=False), two_certified_officers())),
    Act("stop_publicity", "停止公示、解除措施", f.StopFacts, (w.ORDER,), per=Per.PARTY, occurs="stopped_on", prefill=pre.stop, stage="leaving",
        moves_to="leaving", gates=(
            says(w.ORDER, "left_list", "移出以后停止公示", _left),
            facts_say(w.ORDER, "all_lifted", "管理措施应当全部解除", _all_lifted)),
        help="本系统的公开名单在移出的同时自动撤下；这里登记其他渠道和管理措施。"),
    Act("close", "办结", f.CloseFacts, (w.ORDER,), stage="leaving", moves_to="leaving", once=True, ends=True, gates=(
        after(w.PUNISHED, "propose", "先有列入建议", id="proposed"),
        says(w.ORDER, "everybody_done", "每一对象不予列入，或者已移出并停止公示", _everybody_done))),
)


