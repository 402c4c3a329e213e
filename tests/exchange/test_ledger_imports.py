"""The lists that bureaus keep today, with their own headers, go into the ledgers; what is wrong is named by row."""
from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.actions import district
from zhiheng.exchange import imports
from zhiheng.exchange.ledger_file import target
from zhiheng.records.models import ImportRun, Line

pytestmark = pytest.mark.django_db
FIRM = "鑫达木业有限公司"

LISTS = {
    "training_records": (
        ("序号", "参训人员", "培训班名称", "培训类别", "开始时间", "结束时间", "天数", "课时", "考核结果"),
        [(1, "李强", "2026年度复训", "年度复训", datetime(2026, 5, 11), datetime(2026, 5, 22), 10, 80, "合格"),
         (2, "王敏", "2026年度复训", "年度复训", "2026年5月11日", "2026.5.22", 10.0, None, "合格"),
         (3, "没有这个人", "2026年度复训", "年度复训", "2026-5-11", "2026-5-22", 10, 80, "合格")], 2, "没有登记“没有这个人”"),
    "vehicles": (
        ("车牌", "车辆类型", "品牌", "保管人", "状态", "年检到期", "保险到期", "购置金额(元)"),
        [("云A·Y0101", "皮卡", "D6", "李强", "在用", "2027/3/1", "2027/1/1", "12.5万"),
         ("云A·Y0102", "坦克", "99", "", "在用", "", "", "")], 1, "没有“坦克”这个选项"),
    "uniforms": (
        ("领用人", "服装品种", "尺码", "套数", "发放日期", "状态"),
        [("李强", "制式服装（全套）", "175/92", 1, "2025-01-10", "使用中"), ("王敏", "帽", "58", 0, "2025-01-10", "使用中")],
        1, "不能小于 1"),
    "auxiliaries": (
        ("人员类别", "人员姓名", "聘用方式", "专业", "聘任日期", "聘期至", "考核结果", "状态"),
        [("技术检查员", "丁一", "兼职", "工贸", "2026-01-01", "2027-12-31", "未考核", "在聘"),
         ("社会监督员", "卢二", "兼职", "工贸", "2026-01-01", "2025-12-31", "未考核", "在聘")], 1, "不能早于"),
    "budget_lines": (
        ("预算年度", "项目名称", "经费用途", "经费来源", "来源说明", "预算数"),
        [(2026, "执法装备购置", "执法装备", "本级财政预算", "", "30万"), (2026, "办案补助", "执法工作经费", "本级财政预算", "罚没返还", 50000)],
        1, "全部上缴国库"),
    "activities": (
        ("活动主题", "活动类型", "开展日期", "责任股室", "人数", "主要内容"),
        [("粉尘涉爆示范执法", "示范（观摩）执法", "2026年6月16日", "执法大队", 23, "现场演示全过程"),
         ("", "党建活动", "2026-07-01", "支部", 9, "党课")],
        1, "请填写「活动名称」"),
    "standardisation": (
        ("序号", "标准类别", "建设内容", "自评结果", "自评日期", "佐证", "验收结果"),
        [("BZ-1", "装备", "装备按标准配备", "达标", "2026-05-30", "台账、照片", "未验收"),
         ("BZ-2", "场所", "有询问室", "达标", "2026-05-30", "", "未验收")],
        1, "须有佐证材料"),
    "permits": (
        ("单位名称", "许可证名称", "许可证号", "颁发机关", "发证日期", "到期日期", "状态"),
        [(FIRM, "安全生产许可证", "AQ-1", "市应急局", "2024-03-01", "2027-03-01", "有效"),
         (FIRM, "安全生产许可证", "AQ-2", "市应急局", "2024-03-01", "2029-03-01", "有效"),
         ("没有登记的厂", "采矿许可证", "C-1", "市资规局", "2024-03-01", "2029-03-01", "有效")], 1, "一企一档里没有“没有登记的厂”"),
    "special_work": (
        ("企业名称", "持证人", "工种", "操作证号", "复审日期", "有效期限", "状态"),
        [("91990101MA00DEMA07", "吴强", "电工作业", "T990101199001010001", "2027-06-01", "2030-06-01", "在岗"),
         (FIRM, "冯勇", "开飞机", "T2", "", "2030-06-01", "在岗")], 1, "没有“开飞机”"),
    "insurance": (
        ("企业名称", "保险公司", "保险单号", "是否高危行业", "起保日期", "终保日期", "保费", "状态"),
        [(FIRM, "云岭财险", "P-1", "是", "2026-01-01", "2026-12-31", "4,800.00", "承保中"),
         (FIRM, "云岭财险", "P-2", "也许", "2026-01-01", "2026-12-31", "4800", "承保中")], 1, "“也许”看不懂"),
    "leave": (
        ("序号", "请假人", "请假类型", "开始日期", "结束日期", "审批人"),
        [(1, "李强", "年休假", "2026年8月3日", "2026.8.7", "张伟"), (2, "王敏", "病假", "2026-09-07", "2026-09-18", ""),
         (3, "李强", "年休假", "2026-10-12", "2027-10-16", "")], 2, "最多登记 100 天"),
    "work_targets": (
        ("年度", "检查方式", "次数", "来源文件", "发文日期"),
        [("2026", "交叉执法", "2", "云应急〔2026〕3号第17条", "2026-02-10"), ("2026", "示范执法", "2", "云应急〔2026〕5号", "2026-02-20"),
         ("2026", "联合检查", "0", "云应急〔2026〕5号", "2026-02-20")], 2, "1 至 10000 之间"),
    "intermediary_reports": (
        ("评价机构", "报告号", "委托单位", "报告类别", "报告日期", "评价结论", "核查情况"),
        [("云岭安评公司", "AP-1", FIRM, "安全现状评价", "2026-08-25", "符合要求", "未核查"),
         ("云岭安评公司", "AP-2", FIRM, "安全现状评价", "2026-08-25", "符合要求", "涉嫌虚假")], 1, "请写明哪里与现场不符"),
}


@pytest.fixture
def bureau(tmp_path, settings):
    settings.ZHIHENG_DATA = tmp_path
    return district.build()


def sheet(header, rows) -> bytes:
    book = Workbook()
    page = book.active
    page.append(["云岭区应急管理局台账（内部资料）"])
    page.append([])
    for row in (header, *rows):
        page.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(name: str, agency, header, rows) -> ImportRun:
    run = imports.begin(target(name), agency, sheet(header, rows), "台账.xlsx", by=None)
    imports.confirm(run, target(name), {int(k): v for k, v in run.columns.items()})
    while run.state == "reading":
        imports.advance(run, target(name), 60)
    return run


@pytest.mark.parametrize("name", LISTS)
def test_a_list_as_bureaus_keep_it_goes_in_and_its_faults_are_named(bureau, name):
    header, rows, good, fault = LISTS[name]
    run = read(name, bureau.agency, header, rows)
    refused = [f[2] for r in imports.rows_of(run, "rejected") for f in r.faults]
    assert any(fault in says for says in refused), refused
    imports.write(run, target(name), by=None)
    assert Line.objects.filter(ledger=name).count() == good == run.counts["new"]
    again = read(name, bureau.agency, header, rows)
    imports.write(again, target(name), by=None)
    assert (again.counts["new"], again.counts["unchanged"]) == (0, good)


def test_an_enterprise_named_in_a_list_is_found_and_kept_by_its_code(bureau):
    header, rows, *_ = LISTS["permits"]
    imports.write(read("permits", bureau.agency, header, rows), target("permits"), by=None)
    line = Line.objects.get()
    assert line.enterprise == bureau.enterprise and line.values["enterprise"] == bureau.enterprise.code
    assert line.until == date(2027, 3, 1)
