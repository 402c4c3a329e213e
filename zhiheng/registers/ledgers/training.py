"""培训、学时、考试: what was taught, who attended how long, who passed."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.posts import KEEPERS, WATCH
from zhiheng.registers.rules import in_order, required_when

COURSE_KINDS = (("onboarding", "入职培训"), ("refresher", "年度复训"), ("township", "镇街执法人员培训"), ("rotation", "集中轮训"),
                ("special", "专题培训"), ("demonstration", "示范执法"), ("online", "网络学习"))
TOPICS = (("law", "法律法规"), ("enforcement", "执法基础知识"), ("business", "监管业务知识"), ("conduct", "队伍作风建设"), ("other", "其他"))


@dataclass(frozen=True)
class Course:
    """一期培训."""

    title: str = fact("培训名称", max_length=100)
    kind: str = fact("类型", choices=COURSE_KINDS)
    started_on: date = fact("开始日期")
    ended_on: date = fact("结束日期")
    organiser: str = fact("主办单位", max_length=80)
    place: str = fact("地点", required=False, max_length=80)
    topics: tuple[str, ...] = fact("培训内容", required=False, choices=TOPICS)
    hours: int = fact("学时", min=1, max=2000)
    attended: int = fact("参加人数", min=0, max=10000)
    evidence: tuple[str, ...] = fact("佐证材料", required=False, help="通知、签到表、课件、照片的名称或存放位置，每项一行。")


courses = Ledger(
    "courses", "培训台账", "队伍保障", Course, key=("title", "started_on"), title=("title",),
    columns=("title", "kind", "started_on", "ended_on", "organiser", "hours", "attended"), reads=WATCH, writes=KEEPERS,
    line="培训", search=("organiser", "place"), filters=("kind",), since="started_on", sums=("attended",),
    checks=(in_order("started_on", "ended_on", "结束日期不能早于开始日期。"),),
    headers={"title": ("培训班名称", "培训主题", "课程名称"), "kind": ("培训类别", "培训类型"), "started_on": ("培训日期", "开班日期"),
             "ended_on": ("结业日期",), "organiser": ("组织单位", "承办单位"), "attended": ("参训人数", "人数")})


@dataclass(frozen=True)
class Attendance:
    """一个人参加的一期培训."""

    person: str = fact("姓名", as_="person")
    course: str = fact("培训名称", max_length=100)
    kind: str = fact("类型", choices=COURSE_KINDS)
    started_on: date = fact("开始日期")
    ended_on: date = fact("结束日期")
    days: int = fact("培训天数", min=0, max=366, help="实际参加的天数；年度复训不少于 2 周，按 10 个培训日计。")
    hours: int = fact("学时", required=False, min=0, max=3000)
    result: str = fact("结果", choices=(("passed", "合格"), ("failed", "不合格"), ("ongoing", "进行中"), ("exempt", "免训")))
    certificate_no: str = fact("结业证书编号", required=False, max_length=60)
    remark: str = fact("备注", required=False, max_length=300, help="免训的写明理由，例如制度施行以前入职。")


training_records = Ledger(
    "training_records", "培训学时", "队伍保障", Attendance, key=("person", "course", "started_on"), title=("course", "started_on"),
    columns=("person", "course", "kind", "started_on", "ended_on", "days", "hours", "result"), reads=WATCH, writes=KEEPERS,
    line="学时", search=("course", "certificate_no"), filters=("kind", "result"), since="started_on", person="person",
    sums=("days", "hours"), checks=(
        in_order("started_on", "ended_on", "结束日期不能早于开始日期。"),
        required_when("result", ("exempt",), "remark", "结果是「免训」，请在备注里写明理由。")),
    headers={"person": ("参训人员", "学员", "人员"), "course": ("课程", "培训班名称", "培训内容"), "kind": ("培训类别", "培训类型"),
             "started_on": ("开始时间", "培训开始日期"), "ended_on": ("结束时间", "培训结束日期"), "days": ("天数",),
             "hours": ("课时", "培训学时"), "result": ("考核结果", "是否合格")})


@dataclass(frozen=True)
class Exam:
    """一个人的一次考试."""

    person: str = fact("姓名", as_="person")
    name: str = fact("考试名称", max_length=100)
    kind: str = fact("类型", choices=(("qualification", "执法资格考试"), ("annual", "年度考核考试"), ("contest", "比武竞赛"),
                                    ("legal", "国家统一法律职业资格考试"), ("engineer", "注册安全工程师考试"), ("other", "其他")))
    held_on: date = fact("考试日期")
    score: int = fact("成绩", required=False, min=0, max=1000)
    passed: bool = fact("是否合格")
    certificate_no: str = fact("证书编号", required=False, max_length=60)


def _failed(values: Values, on: date) -> Mark | None:
    return Mark("不合格", "late") if values.get("passed") is False and values.get("kind") == "qualification" else None


exams = Ledger(
    "exams", "考试成绩", "队伍保障", Exam, key=("person", "name", "held_on"), title=("name", "held_on"),
    columns=("person", "name", "kind", "held_on", "score", "passed"), reads=WATCH, writes=KEEPERS, line="成绩",
    search=("name", "certificate_no"), filters=("kind", "passed"), since="held_on", person="person", marking=_failed,
    about="未经执法资格考试合格并取得行政执法证件的，不得从事执法活动；证件在「人员证件」登记。",
    headers={"person": ("考生", "应试人员"), "name": ("考试科目", "科目"), "kind": ("考试类别",), "held_on": ("考试时间", "日期"),
             "score": ("分数", "得分"), "passed": ("合格", "结果")})
