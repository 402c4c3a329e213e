"""Checks of the transfer of suspected crimes."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.procedure import Gate
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import all_of, asked, day, in_time, least, moment, no, one_of, yes

CHECKS: Mapping[str, Check] = by_id(
    check("tr_must_transfer",
          yes("screened", "已对是否涉嫌犯罪作出判断", "决定前没有判断是否涉嫌犯罪", "行政处罚法:27:1", cure="先作判断"),
          asked("suspected", "涉嫌犯罪，应当追究刑事责任"),
          yes("transferred", "已向公安机关移送", "涉嫌犯罪的必须移送，不得以行政处罚代替",
              "行政执法机关移送涉嫌犯罪案件的规定:11:1", when="suspected", cure="办理移送")),
    check("tr_team",
          least("members", "专案组行政执法人员人数", 2, "专案组不足二人", "行政执法机关移送涉嫌犯罪案件的规定:5:1"),
          yes("verified", "已核实情况", "没有核实情况", "行政执法机关移送涉嫌犯罪案件的规定:5:1"),
          yes("report", "提出了移送的书面报告", "没有书面报告", "行政执法机关移送涉嫌犯罪案件的规定:5:1")),
    check("tr_preserve_evidence",
          yes("kept", "证据妥善保存", "证据没有妥善保存", "行政执法机关移送涉嫌犯罪案件的规定:4:1"),
          asked("goods", "有涉案物品"),
          yes("list", "如实填写了涉案物品清单", "没有如实填写涉案物品清单", "行政执法机关移送涉嫌犯罪案件的规定:4:2", when="goods"),
          asked("perishable", "有易腐烂、变质等不易保管的物品", when="goods"),
          yes("sampled", "已留取证据", "易腐易变质的物品没有留取证据", "行政执法机关移送涉嫌犯罪案件的规定:4:2", when="perishable"),
          asked("needs_test", "需要检验、鉴定", when="goods"),
          yes("tested", "由法定机构出具检验报告或者鉴定结论", "需要检验、鉴定的没有法定机构的报告", "行政执法机关移送涉嫌犯罪案件的规定:4:2",
              when="needs_test")),
    check("tr_principal_decision",
          one_of("decided_by", "审批人", {"head": "正职负责人", "acting": "主持工作的负责人", "deputy": "其他负责人"}, ("head", "acting"),
                 "应当由正职负责人或者主持工作的负责人审批", "行政执法机关移送涉嫌犯罪案件的规定:5:1", cure="报正职负责人"),
          day("reported", "接到书面报告之日"), day("decided", "作出决定之日（尚未决定的不填）", required=False),
          in_time("reported", "transfer_approval", "没有自接到报告之日起三日内决定", "行政执法机关移送涉嫌犯罪案件的规定:5:2", done="decided"),
          one_of("decision", "决定", {"approved": "批准移送", "refused": "不批准移送", "open": "尚未决定"},
                 ("approved", "refused", "open"), ""),
          moment("approved_at", "批准的时间", when=("decision", "approved")),
          moment("transferred_at", "移送的时间（尚未移送的不填）", required=False),
          in_time("approved_at", "transfer_execution", "批准后没有在二十四小时内移送", "行政执法机关移送涉嫌犯罪案件的规定:5:2",
                  done="transferred_at", when=("decision", "approved"), cure="立即移送"),
          yes("reasons", "不批准的理由已记录在案", "不批准的理由没有记录在案", "行政执法机关移送涉嫌犯罪案件的规定:5:2",
              when=("decision", "refused"))),
    check("tr_materials",
          all_of("materials", "已附材料", {"letter": "涉嫌犯罪案件移送书", "report": "调查报告", "list": "涉案物品清单",
                                       "tests": "检验报告或者鉴定结论（没有的视为已附）", "other": "其他有关材料（没有的视为已附）"}, "移送材料不全",
                 "行政执法机关移送涉嫌犯罪案件的规定:6", cure="补齐材料"),
          yes("receipt", "取得公安机关签字的回执", "没有取得回执", "行政执法机关移送涉嫌犯罪案件的规定:7")),
    check("tr_penalty_status",
          no("stopped", "移送前已作的警告、停产停业、暂扣吊销停止了执行", "移送前已作出的这类处罚不停止执行",
             "行政执法机关移送涉嫌犯罪案件的规定:11:2"),
          asked("criminal_fine", "法院已判处罚金"), asked("fined", "移送前已给予罚款"),
          yes("set_off", "已折抵相应罚金", "已经罚款的应当折抵相应罚金", "行政处罚法:35:2",
              when=lambda f: bool(f.get("criminal_fine")) and bool(f.get("fined"))),
          no("fine_now", "判处罚金后再给予罚款", "尚未罚款的，法院判处罚金后不再给予罚款", "行政处罚法:35:2",
             when=lambda f: bool(f.get("criminal_fine")) and not f.get("fined"))),
    check("tr_not_filed_penalise",
          one_of("result", "公安机关或者司法机关", {"refused": "不予立案", "withdrawn": "撤销案件", "returned": "移回（不起诉、免予刑罚）",
                                            "filed": "已立案"}, ("refused", "withdrawn", "returned", "filed"), ""),
          asked("deserves", "依法应当给予行政处罚", when=("result", ("refused", "withdrawn", "returned"))),
          yes("handled", "已恢复办理并依法处理", "移回的案件没有依法处理", "行政执法机关移送涉嫌犯罪案件的规定:10",
              when=lambda f: f.get("result") in ("refused", "withdrawn", "returned") and bool(f.get("deserves")), cure="恢复案件"),
          no("penalised", "公安机关已立案而同时作出罚款", "已经立案侦查的不再罚款，等待刑事处理", "行政处罚法:27:1", when=("result", "filed"))),
    check("tr_duty_crime_clue",
          asked("clue", "发现公职人员涉嫌职务犯罪的线索"),
          yes("handed", "已及时移送监察机关或者人民检察院", "职务犯罪线索没有移送监察机关或者人民检察院",
              "行政执法机关移送涉嫌犯罪案件的规定:19", when="clue", cure="移送线索")),
    check("tr_breach_liability",
          no("late", "逾期没有移送", "逾期不移送的，责令限期移送，对正职负责人记过以上", "行政执法机关移送涉嫌犯罪案件的规定:16:1", cure="立即移送"),
          no("instead", "不移送或者以罚代移", "以行政处罚代替移送的，责令改正、通报；拒不改正的记过以上",
             "行政执法机关移送涉嫌犯罪案件的规定:16:2", cure="立即移送")),
    check("tr_accident_team",
          asked("suspected", "事故调查中发现涉嫌犯罪"),
          yes("handed", "调查组已将材料或者复印件移交司法机关", "发现涉嫌犯罪没有及时移交材料", "生产安全事故报告和调查处理条例:26:3",
              when="suspected", cure="移交材料或者复印件")),
)


def preparation_gates() -> tuple[Gate, ...]:
    """Before the head decides."""
    return gates(CHECKS, "tr_team", "tr_preserve_evidence")


def transfer_gates() -> tuple[Gate, ...]:
    """For handing the case to the police."""
    return gates(CHECKS, "tr_principal_decision", "tr_materials", "tr_penalty_status")
