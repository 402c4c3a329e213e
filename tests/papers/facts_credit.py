"""The story of 列入严重失信主体名单: told, listed, and off again after a year."""
from __future__ import annotations

from typing import Any

SITUATION = "瞒报、谎报生产安全事故的生产经营单位及其有关责任人员"
EVENTS = "2026年3月4日，你单位砂光车间发生粉尘燃爆事故，死亡1人。事故发生后未向有关部门报告，次日将现场清理后继续生产，经举报核查属实。"
MEASURES = ["在信用信息平台、企业信用信息公示系统和部门网站公示", "加大执法检查频次", "暂停项目审批"]
BASIS = ["中华人民共和国安全生产法第七十八条第一款", "安全生产严重失信主体名单管理办法第三条第一款"]

FACTS: dict[str, dict[str, Any]] = {
    "dishonesty_listing_notice": {
        "penalty_ref": "（云）应急罚〔2026〕12号", "situation": SITUATION, "facts": EVENTS, "basis": BASIS, "measures": MEASURES,
        "period": "三年，自作出列入决定之日起计算", "defense_days": 5, "contact_person": "李强", "contact_phone": "0990-6543210",
    },
    "dishonesty_listing_decision": {
        "penalty_ref": "（云）应急罚〔2026〕12号", "notice_no": "（云）应急失告〔2026〕1号", "situation": SITUATION, "facts": EVENTS,
        "basis": BASIS, "statement": "本机关于2026年11月10日送达列入告知书。当事人在规定期限内没有提出陈述申辩。", "measures": MEASURES,
        "until": "2029-11-23",
        "repair": "列入满十二个月，并已履行处罚决定规定的义务、纠正失信行为、消除不良影响的，可以向本机关申请提前移出。",
    },
    "dishonesty_removal_decision": {
        "decision": "准予提前移出", "listing_no": "（云）应急失决〔2026〕1号", "penalty_ref": "（云）应急罚〔2026〕12号",
        "checked": "罚款已于2026年12月1日缴清；砂光车间除尘系统已改造并经复查合格；列入以来没有新的严重失信行为。",
        "reasons": "申请材料齐全，已公开作出信用承诺。",
    },
    "safety_commitment": {
        "standard": "二级", "text": "一、保持安全生产标准化等级；二、重大事故隐患立即停产整改并在24小时内报告；三、如实提供自查资料。",
        "signer": "陈某某", "signed_on": "2026-11-23", "until": "2027-11-23",
    },
    "commitment_ended": {
        "decided_on": "2026-11-23", "broken": "2026年11月16日随机核查，11月1日至15日没有隐患自查记录，除尘系统停用三日未报告。",
        "heard": "企业承认自查中断，称因安全员离职。",
    },
}
