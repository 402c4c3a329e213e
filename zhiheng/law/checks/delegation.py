"""Checks of delegation, and of review and litigation."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.facts import Fen
from zhiheng.kernel.procedure import Gate
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import all_of, asked, least, need, no, one_of, yes

_FIRST_REVIEW = {"summary": "当场作出的处罚决定", "resources": "侵犯自然资源权属的决定", "inaction": "未履行法定职责",
                 "disclosure": "不予公开政府信息", "other_law": "法律、行政法规规定须先复议", "ordinary": "其他行政行为"}

CHECKS: Mapping[str, Check] = by_id(
    check("del_written_published",
          yes("basis", "有法律、法规、规章的依据", "委托没有法律、法规、规章的依据", "行政处罚法:20:1"),
          yes("written", "书面委托", "没有书面委托", "行政处罚法:20:1"),
          all_of("content", "委托书载明的内容", {"matters": "具体事项", "powers": "权限", "term": "期限"}, "委托书载明的事项不全", "行政处罚法:20:2"),
          yes("published", "委托书已向社会公布", "委托书没有向社会公布", "行政处罚法:20:2", cure="公布后启用")),
    check("del_capacity",
          yes("public", "依法成立并具有管理公共事务职能", "受托组织不具有管理公共事务职能", "行政处罚法:21"),
          yes("staff", "有熟悉业务并取得执法资格的人员", "没有取得执法资格的人员", "行政处罚法:21"),
          asked("technical", "需要技术检查、鉴定"),
          yes("means", "有条件组织技术检查、鉴定", "没有条件组织技术检查、鉴定", "行政处罚法:21", when="technical")),
    check("del_name_scope",
          yes("name", "以委托机关名义并用其印章", "没有以委托机关名义实施", "行政处罚法:20:4"),
          yes("inside", "事项在委托范围内", "超出委托的事项", "行政处罚法:20:4", cure="由委托机关自己办理"),
          least("amount", "拟罚款数额", 0, "", kind=Fen), least("limit", "委托书限定的数额（不限的不填）", 0, "", kind=Fen, required=False),
          need("超出委托书限定的数额", lambda f, s: f.get("limit") is None or int(f["amount"]) <= int(f["limit"]), "行政处罚法:20:4",
               cure="由委托机关自己办理"),
          no("again", "受托组织再行委托", "不得再委托其他组织或者个人", "行政处罚法:20:4"),
          no("measure", "受托组织实施行政强制措施", "行政强制措施权不得委托", "行政强制法:17:1")),
    check("del_vs_assignment",
          one_of("kind", "权力来源", {"assigned": "省级决定交由乡镇街道行使（赋权）", "delegated": "本机关委托"}, ("assigned", "delegated"), ""),
          one_of("name", "文书落款", {"township": "乡镇人民政府、街道办事处", "agency": "委托（县级）机关"}, ("township", "agency"), ""),
          need("赋权的以乡镇街道名义实施，委托的以委托机关名义实施",
               lambda f, s: (f.get("kind") == "assigned") == (f.get("name") == "township"), "行政处罚法:24", cure="更正落款"),
          yes("announced", "省级决定已公布", "交由乡镇街道行使的决定没有公布", "行政处罚法:24", when=("kind", "assigned")),
          one_of("defendant", "告知的复议被申请人、诉讼被告", {"township": "乡镇人民政府、街道办事处", "agency": "委托（县级）机关"},
                 ("township", "agency"), ""),
          need("委托的行为由委托机关为被告，赋权的由作出行为的乡镇街道为被告",
               lambda f, s: (f.get("kind") == "assigned") == (f.get("defendant") == "township"), "行政诉讼法:26", cure="更正救济告知")),
    check("rev_prerequisite",
          one_of("act", "行政行为", _FIRST_REVIEW, tuple(_FIRST_REVIEW), ""),
          yes("told", "作出行为时告知先申请行政复议", "没有告知须先申请行政复议", "行政复议法:23", cure="更正并重新告知",
              when=lambda f: f.get("act") != "ordinary")),
    check("rev_no_stop",
          asked("stopped", "复议、诉讼期间停止了执行"),
          one_of("ground", "停止执行的依据", {
              "respondent": "被申请人（被告）认为需要", "body": "复议机关认为需要或者依申请决定", "court": "法院裁定", "law": "法律、法规、规章规定",
              "none": "没有"}, ("respondent", "body", "court", "law"), "复议、诉讼期间不停止执行，没有停止的依据", "行政复议法:42",
                 when="stopped", cure="恢复执行"),
          asked("in_court", "在诉讼期间", when="stopped"),
          need("诉讼中停止执行须由法院裁定", lambda f, s: f.get("ground") == "court", "行政诉讼法:56",
               when=lambda f: bool(f.get("stopped")) and bool(f.get("in_court"))),
          no("added", "复议、诉讼期间计算了加处罚款", "加处罚款在复议、诉讼期间不予计算", "行政处罚法:73", cure="扣除该期间")),
    check("rev_leader_attend",
          one_of("forum", "场合", {"court": "开庭", "hearing": "复议听证"}, ("court", "hearing"), ""),
          one_of("attended", "机关负责人", {"came": "到场", "sent": "不能到场，委托相应的工作人员", "lawyer": "只有律师到场", "none": "没有人到场"},
                 ("came", "sent"), "机关负责人应当到场，不能到场的委托相应的工作人员", "行政诉讼法:3:3", cure="负责人或者相应工作人员到场"),
          yes("explained", "已说明不能参加的理由", "负责人不能参加复议听证的应当说明理由", "行政复议法:51:3",
              when=lambda f: f.get("forum") == "hearing" and f.get("attended") == "sent")),
)


def delegation_gates() -> tuple[Gate, ...]:
    """For putting a delegation into use."""
    return gates(CHECKS, "del_written_published", "del_capacity", "del_vs_assignment")
