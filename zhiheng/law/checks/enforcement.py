"""Checks of enforcement: the court, urging, the added fine, where the money goes."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from zhiheng.kernel.facts import Facts, Fen, as_date
from zhiheng.kernel.money import plain
from zhiheng.kernel.procedure import Gate, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import Point, all_of, asked, day, due_of, least, need, no, one_of, waited, yes


def _court_window(f: Facts, s: Situation) -> Unmet | None:
    """Between the end of the periods of review and suit and three months later (行政强制法 53)."""
    if as_date(f, "told_on") is None:
        return None
    suit, review = due_of(s, f, "litigation_direct", "told_on"), due_of(s, f, "review_application", "told_on")
    if suit is None or review is None:
        return None
    free = max(suit.on, review.on)
    if s.on <= free:
        first = free + timedelta(days=1)
        return Unmet(f"复议和诉讼的期限 {free} 届满，期满后才能申请（行政强制法第53条）", cure="期满后申请", earliest=first)
    instalments = as_date(f, "deferred_until")
    start = max(free, instalments) if instalments else free
    last = due(s.rules.term("court_application_window", start), start, s.rules.calendar, as_of=s.on).on
    if s.on <= last:
        return None
    return Unmet(f"申请强制执行的三个月至 {last}，已经过期（行政强制法第53条）", cure="说明正当理由，或者不再申请")


def added_fine(f: Facts, s: Situation) -> int:
    """The added fine by law in fen: three per cent of the fine a day, never more than the fine (行政处罚法 72)."""
    fine, days = int(f.get("fine") or 0), int(f.get("days_late") or 0) - int(f.get("days_in_dispute") or 0)
    cap = fine * int(s.param("added_fine_cap_percent")) // 100
    return min(fine * int(s.param("added_fine_permille")) * max(days, 0) // 1000, cap)


def _too_much(f: Facts, s: Situation) -> str:
    return f"加处罚款 {plain(int(f['added']))} 元超过依法可计的 {plain(added_fine(f, s))} 元（行政处罚法第72条第1款第1项）"


CHECKS: Mapping[str, Check] = by_id(
    check("enf_no_own_power",
          asked("own_power", "法律授予本机关强制执行权"),
          one_of("way", "执行方式", {"court": "申请人民法院", "auction": "拍卖已查封、扣押的财物抵缴罚款", "own": "自行强制执行"},
                 ("court", "auction", "own"), ""),
          need("没有强制执行权的应当申请人民法院强制执行", lambda f, s: f.get("way") != "own" or bool(f.get("own_power")),
               "行政强制法:46:3", cure="申请人民法院强制执行"),
          yes("seized", "财物在行政管理过程中已经查封、扣押", "拍卖抵缴限于已经查封、扣押的财物", "行政强制法:46:3", when=("way", "auction")),
          yes("expired", "复议、诉讼期限届满，没有申请复议、起诉", "法定期限未满，不得拍卖抵缴", "行政强制法:46:3", when=("way", "auction")),
          yes("urged", "经催告仍不履行", "没有催告", "行政强制法:46:3", when=("way", "auction"), cure="先催告")),
    check("enf_urging",
          all_of("content", "催告书载明的内容", {"term": "履行期限", "way": "履行方式", "amount": "金额和给付方式", "rights": "陈述权和申辩权"},
                 "催告书载明的事项不全", "行政强制法:35", cure="重新催告"),
          day("served", "催告书送达之日"),
          waited("served", "urge_wait_before_court", "催告书送达后十日（工作日）未满", "行政强制法:54", cure="期满后仍不履行的再申请"),
          asked("objected", "当事人提出了陈述申辩"),
          yes("reviewed", "已记录、复核", "催告后的陈述申辩没有记录、复核", "行政强制法:36", when="objected"),
          no("performed", "当事人已经履行", "当事人已经履行，不再执行", "行政强制法:54")),
    check("enf_periods_expired",
          no("disputed", "申请了复议或者提起了诉讼", "当事人已申请复议或者起诉，不属于非诉执行", "行政强制法:53"),
          no("performed", "已经履行", "当事人已经履行", "行政强制法:53"),
          day("told_on", "当事人知道决定之日（送达之日）"),
          day("deferred_until", "延期、分期缴纳期限结束之日", required=False),
          Point(None, _court_window)),
    check("enf_materials",
          all_of("materials", "已备材料", {
              "application": "强制执行申请书", "decision": "决定书及事实、理由和依据", "opinion": "当事人意见及催告情况",
              "object": "执行标的情况"}, "申请材料不全", "行政强制法:55:1", cure="补齐材料"),
          yes("signed", "申请书由行政机关负责人签名、盖章并注明日期", "申请书没有负责人签名、印章或者日期", "行政强制法:55:2")),
    check("enf_no_fee", no("fee", "缴纳了申请费", "行政机关申请强制执行不缴纳申请费", "行政强制法:60:1", cure="不缴；执行费用由被执行人承担")),
    check("enf_time_ban",
          asked("night", "在夜间实施"), asked("holiday", "在法定节假日实施"),
          asked("urgent", "情况紧急"),
          need("不得在夜间或者法定节假日实施行政强制执行", lambda f, s: not (f.get("night") or f.get("holiday")) or bool(f.get("urgent")),
               "行政强制法:43:1", cure="改在工作日白天"),
          no("utilities", "对居民生活停止供水、供电、供热、供燃气", "不得对居民生活停水、停电、停热、停气", "行政强制法:43:2", cure="立即恢复")),
    check("enf_suspend_terminate",
          one_of("kind", "拟作", {"suspend": "中止执行", "end": "终结执行"}, ("suspend", "end"), ""),
          one_of("suspension", "中止的情形", {
              "unable": "履行确有困难或者暂无能力", "third": "第三人主张权利确有理由", "loss": "可能造成难以弥补的损失且不损害公共利益",
              "other": "机关认为需要中止的其他情形", "none": "都不是"}, ("unable", "third", "loss", "other"),
                 "不属于中止执行的情形", "行政强制法:39:1", when=("kind", "suspend")),
          asked("over", "中止的情形已经消失", when=("kind", "suspend")),
          yes("resumed", "已恢复执行", "中止的情形消失后应当恢复执行", "行政强制法:39:2", cure="恢复执行",
              when=lambda f: f.get("kind") == "suspend" and bool(f.get("over"))),
          one_of("ending", "终结的情形", {
              "death": "公民死亡，无遗产又无义务承受人", "dissolved": "单位终止，无财产又无义务承受人", "lost": "执行标的灭失",
              "revoked": "据以执行的决定被撤销", "other": "机关认为需要终结的其他情形", "none": "都不是"},
                 ("death", "dissolved", "lost", "revoked", "other"), "不属于终结执行的情形", "行政强制法:40", when=("kind", "end"))),
    check("enf_agreement",
          no("harms", "损害公共利益或者他人合法权益", "执行协议损害公共利益或者他人合法权益", "行政强制法:42:1"),
          no("principal_waived", "减免了罚款本金", "只可以减免加处的罚款，不得减免罚款本金", "行政强制法:42:1", cure="改为分阶段履行"),
          asked("added_waived", "减免了加处罚款"),
          yes("remedied", "当事人采取了补救措施", "没有采取补救措施的不得减免加处罚款", "行政强制法:42:1", when="added_waived"),
          asked("broken", "当事人不履行协议"),
          yes("resumed", "已恢复强制执行", "不履行协议的应当恢复强制执行", "行政强制法:42:2", when="broken", cure="恢复强制执行")),
    check("enf_reversal",
          asked("reversed", "决定被撤销、变更，或者执行错误"),
          one_of("repaired", "已作处理", {"restored": "恢复原状或者退还财物", "paid": "不能恢复、退还的已赔偿", "none": "没有处理"},
                 ("restored", "paid"), "应当恢复原状、退还财物或者赔偿", "行政强制法:41", when="reversed", cure="恢复、退还或者赔偿")),
    check("late_fine_informed",
          yes("informed", "决定书已告知加处罚款及其标准", "加处罚款的标准没有告知当事人", "行政强制法:45", cure="没有告知的不得加处"),
          least("fine", "罚款数额", 0, "", kind=Fen), least("days_late", "逾期天数", 0, ""),
          least("days_in_dispute", "其中复议、诉讼期间的天数", 0, ""), least("added", "拟收加处罚款", 0, "", kind=Fen),
          need(_too_much, lambda f, s: int(f["added"]) <= added_fine(f, s), cure="按依法可计的数额收缴")),
    check("fine_separation",
          one_of("how", "罚款怎样收缴", {"bank": "当事人到指定银行或者电子支付缴纳", "onsite": "依法当场收缴", "own": "机关或者人员自行收缴"},
                 ("bank", "onsite"), "作出决定的机关及其人员不得自行收缴罚款", "行政处罚法:67", cure="退回，由当事人到指定银行缴纳")),
    check("fine_deferral",
          yes("hardship", "确有经济困难并有证明", "没有经济困难的证明", "行政处罚法:66:2"),
          yes("applied", "当事人申请", "当事人没有申请", "行政处罚法:66:2"),
          yes("approved", "行政机关批准", "没有经行政机关批准", "行政处罚法:66:2", cure="报批"),
          yes("schedule", "批准文书载明每期金额和日期", "批准文书没有载明每期金额和日期")),
    check("fine_no_quota",
          no("quota", "罚没收入与机关或者人员考核挂钩", "罚没收入不得同考核考评直接或者变相挂钩", "行政处罚法:74:3", cure="取消该指标"),
          no("ranking", "按罚款数额对人员、单位排名", "不得以罚款数额排名", "行政处罚法:74:3", cure="取消排名")),
    check("fine_confiscated_goods",
          one_of("way", "没收的非法财物", {"auction": "公开拍卖", "rules": "按国家有关规定处理", "destroyed": "依法销毁", "kept": "自用或者私分"},
                 ("auction", "rules", "destroyed"), "没收的非法财物应当公开拍卖或者按规定处理", "行政处罚法:74:1"),
          yes("treasury", "罚款和变卖款项全部上缴国库", "款项没有全部上缴国库", "行政处罚法:74:2", cure="全部上缴")),
)


def court_gates() -> tuple[Gate, ...]:
    """For applying to the court."""
    return gates(CHECKS, "enf_urging", "enf_periods_expired", "enf_materials", "enf_no_fee")


def execution_gates() -> tuple[Gate, ...]:
    """For carrying out, suspending and ending."""
    return gates(CHECKS, "enf_no_own_power", "enf_time_ban", "enf_suspend_terminate", "enf_agreement", "enf_reversal")
