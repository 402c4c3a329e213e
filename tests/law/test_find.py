"""A hundred ways people say it: the right act is among the first five."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.law.find import find, hit_json
from zhiheng.law.violations import get

TODAY = date(2026, 11, 23)
LAST_YEAR = date(2025, 11, 23)

SAID = """
AQSCF-097-1-3 员工没培训就上岗
AQSCF-097-1-3 新员工没有经过三级教育
AQSCF-097-1-3 派遣工没培训
AQSCF-097-1-3 实习生没培训就干活
AQSCF-097-1-3 没有岗前培训
AQSCF-097-1-4 培训记录造假
AQSCF-097-1-4 培训档案没有
AQSCF-097-1-4 培训签到表代签
AQSCF-097-1-4 没有如实记录培训
AQSCF-097-1-1 没配安全员
AQSCF-097-1-1 没有专职安全管理人员
AQSCF-097-1-1 没设安全管理机构
AQSCF-097-1-1 没有注册安全工程师
AQSCF-097-1-2 主要负责人没有考核合格
AQSCF-097-1-2 安全员没有考核证
AQSCF-097-1-7 特种作业无证
AQSCF-097-1-7 电工没证
AQSCF-097-1-7 焊工无证上岗
AQSCF-097-1-7 登高作业没有操作证
AQSCF-097-1-6 没有应急预案
AQSCF-097-1-6 没有演练
AQSCF-097-1-6 应急预案没有演练
YJTL-032-a 应急预案没备案
YAGL-045-2 预案未评审
YAGL-045-5 预案三年没修订
YJTL-032-b 没有应急值班
AQSCF-097-1-5 隐患没有记录
AQSCF-097-1-5 隐患排查情况未向员工通报
AQSCF-097-1-5 隐患台账没有
AQSCF-099-1-3 灭火器过期
AQSCF-099-1-3 消防设施没维护
AQSCF-099-1-3 安全阀没检测
AQSCF-099-1-3 报警器没有定期检测
AQSCF-099-1-3 安全设备没有保养
AQSCF-099-1-1 没有警示标志
AQSCF-099-1-1 危险区域没设警示牌
AQSCF-099-1-2 机器没装防护罩
AQSCF-099-1-2 除尘系统没有泄爆
AQSCF-099-1-2 使用非防爆电器
AQSCF-099-1-2 配电箱没有接地
AQSCF-099-1-4 关闭报警器
AQSCF-099-1-4 屏蔽报警
AQSCF-099-1-4 篡改监控数据
AQSCF-099-1-5 没发劳保用品
AQSCF-099-1-5 工人没戴安全帽
AQSCF-099-1-5 没有防尘口罩
AQSCF-099-1-7 使用淘汰设备
AQSCF-099-1-8 饭店没装燃气报警器
AQSCF-099-1-8 餐馆使用液化气没有报警
AQSCF-101-1-2 重大危险源没备案登记
AQSCF-101-1-2 重大危险源没评估
AQSCF-101-1-3 动火没人监护
AQSCF-101-1-3 吊装作业没有专人现场管理
AQSCF-101-1-3 动火作业没有作业票
AQSCF-101-1-4 没有风险分级管控
AQSCF-101-1-4 没做风险辨识
AQSCF-101-1-5 没有隐患排查制度
AQSCF-101-1-5 重大隐患没报告
AQSCF-102-1 隐患没整改
AQSCF-102-1 没有消除隐患
AQSCF-102-1 存在事故隐患未整改
AQSCF-103-1 厂房出租给没资质的单位
AQSCF-103-1 发包给无资质的个人
AQSCF-103-2-a 没有和承租单位签安全协议
AQSCF-103-2-a 厂中厂没签协议
AQSCF-103-2-b 对承租单位没有统一协调管理
AQSCF-104-1 交叉作业没签协议
AQSCF-105-1-1 仓库住人
AQSCF-105-1-1 危险品仓库和宿舍在一起
AQSCF-105-1-2 安全出口锁闭
AQSCF-105-1-2 疏散通道堆放杂物
AQSCF-105-1-2 逃生门上锁
AQSCF-106-1-M 与员工签生死状
AQSCF-108-1 拒绝检查
AQSCF-108-1 不让执法人员进门检查
AQSCF-109-1 没买安责险
AQSCF-094-1 老板不履行安全职责
AQSCF-094-1 主要负责人未履职
AQSCF-094-1 没有建立责任制
AQSCF-096-1-S 安全员不履职
AQSCF-096-1-D 分管副总没有履行职责
AQSCF-093-1 安全投入不足
AQSCF-110-2-a 老板隐瞒事故
SGBG-036-1-1 瞒报事故
AQSCF-110-2-c 迟报事故
AQSCF-110-1-c 事故后老板跑了
AQSCF-114-1 发生一般事故罚单位
AQSCF-114-1 死了人怎么罚公司
SGBG-036-1-2 破坏事故现场
XKJ-021-3 有限空间没审批
XKJ-021-3 有限空间作业没有通风检测
XKJ-021-1 下污水池没人监护
XKJ-019-1 有限空间没有警示标志
XKJ-021-2 有限空间没有台账
XKJ-020-1 有限空间没培训
AQSCF-102-1 粉尘没清理
FCFB-027-1 粉尘车间没有警示标志
FCFB-027-3 除尘器没有维护
AQSCF-100-1 无证经营危化品
AQSCF-100-1 没有许可证卖汽油
AQSCF-100-1 黑加油站
AQXKZ-019 没有安全生产许可证就生产
AQXKZ-020 许可证过期还在生产
AQXKZ-021-2 假冒安全生产许可证
AQSCF-101-1-1 危险化学品没有采取安全措施
AQSCF-098-1-1 没做安全评价
AQSCF-098-1-4 项目没验收就投产
AQSCF-098-1-2 没有安全设施设计
AQSCF-092-2-c 评价机构出具虚假报告
YHBZ-036-1-b 无证卖鞭炮
YHBZ-038-2-b 零售店卖礼花弹
AQSCF-113-1-4 拒不停产
AQSCF-112-1 罚了还不改
FZJZ-084-1-U 毁坏地震监测设施
FZJZ-087 没有抗震设防
TFSJ-097-1 散布地震谣言
TFSJ-098-1 不服从政府应急命令
AQSCF-097-1-3 培训
AQSCF-097-1-6 演练
AQSCF-105-1-2 出口
AQSCF-105-1-1 宿舍
AQSCF-097-1-7 安全生产法97条7项
AQSCF-097-1-7 安法第九十七条第（七）项
AQSCF-097-1-7 97-1-7
AQSCF-097-1-7 97条第一款第七项
AQSCF-099-1-3 第九十九条第三项
AQSCF-097-1-4 安全生产法第二十八条第四款
YHBZ-036-1-b 烟花爆竹安全管理条例第36条
AQSCF-102-1 AQSCF-102-1
AQSCF-097-1-7 工人没上岗证开叉车
AQSCF-105-1-2 车间通道被货物占用
AQSCF-097-1-6 没组织过应急演练
AQSCF-099-1-2 喷漆房没装防爆灯
FCFB-027-3 粉尘除尘设备未定期清灰
AQSCF-099-1-1 配电箱没有警示标识
AQSCF-099-1-5 没给工人发防毒面具
AQSCF-103-1 外包队伍没有资质
AQSCF-099-1-3 可燃气体探测器失效
AQSCF-102-1 逾期未整改
XKJ-021-4 污水处理池作业未检测气体
"""

PAIRS = [(line.partition(" ")[2], line.partition(" ")[0]) for line in SAID.strip().splitlines()]


def test_there_are_a_hundred_phrasings_at_least() -> None:
    assert len({said for said, _ in PAIRS}) >= 100


@pytest.mark.parametrize(("said", "code"), PAIRS, ids=[said for said, _ in PAIRS])
def test_the_right_act_is_among_the_first_five(said: str, code: str) -> None:
    assert code in [hit.violation.code for hit in find(said, TODAY)[:5]]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("无证经营危化品", "WHPTL-077-3"),
        ("危化品混放", "WHPTL-080-1-5"),
        ("没有安全技术说明书", "WHPTL-078-1-3"),
        ("违章作业", "CFBF15-045-1-U"),
    ],
)
def test_law_that_has_ended_is_found_for_days_it_covered(said: str, code: str) -> None:
    assert code in [hit.violation.code for hit in find(said, LAST_YEAR)[:5]]


def test_what_cannot_be_used_that_day_stays_visible_lower_and_says_why() -> None:
    hits = {hit.violation.code: hit for hit in find("无证经营危化品", TODAY)}
    before = {hit.violation.code: hit for hit in find("无证经营危化品", LAST_YEAR)}
    assert hits["WHPTL-077-3"].score < before["WHPTL-077-3"].score
    assert "危险化学品安全法" in hits["WHPTL-077-3"].why


def test_a_citation_finds_what_it_punishes_before_what_it_commands() -> None:
    hits = find("安全生产法第四十一条第二款", TODAY)
    assert hits and all(any(a.article == "41" for a in hit.violation.duty) for hit in hits)
    punished = find("安全生产法97条", TODAY, limit=50)
    assert [h.violation.penalty.article for h in punished[:14]] == ["97"] * 14


def test_every_code_finds_itself_first() -> None:
    for code in ("AQSCF-102-1", "WHPTL-077-3", "XKJ-021-3"):
        assert find(code, TODAY)[0].violation is get(code)


def test_each_hit_says_why_and_scores_fall() -> None:
    hits = find("灭火器过期", TODAY)
    assert all(hit.why for hit in hits)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_an_empty_or_meaningless_query_finds_nothing() -> None:
    assert find("", TODAY) == [] and find("  ，。", TODAY) == []
    assert find("zzzz", TODAY) == []


def test_the_limit_is_kept() -> None:
    assert len(find("安全", TODAY, limit=3)) == 3


def test_a_hit_as_json_carries_the_citation_in_parts_and_its_dates() -> None:
    found = hit_json(find("员工没培训就上岗", TODAY)[0])
    assert found["code"] == "AQSCF-097-1-3"
    assert found["penalty"] == {"law": "安全生产法", "article": "97", "paragraph": 1, "item": 3}
    assert (found["from"], found["until"], found["source"]) == ("2021-09-01", None, "law_text")
    assert found["stage"] == "first" and found["stages"] == ["first", "overdue"]
