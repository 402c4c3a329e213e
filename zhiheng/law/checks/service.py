"""Checks of service, publicity, the record of the whole process, supervision and the archive."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import all_of, asked, day, in_time, need, no, one_of, waited, yes

WAYS = {"direct": "直接送达", "left": "留置送达", "entrusted": "委托送达", "mail": "邮寄送达", "electronic": "电子送达", "public": "公告送达"}


def _ordered(f: Facts, s: Situation) -> bool:
    way = f.get("way")
    if way in ("entrusted", "mail"):
        return bool(f.get("direct_difficult"))
    return bool(f.get("all_failed")) if way == "public" else True


CHECKS: Mapping[str, Check] = by_id(
    check("svc_receipt",
          one_of("way", "送达方式", WAYS, tuple(WAYS), ""),
          asked("direct_difficult", "直接送达有困难", when=("way", ("entrusted", "mail"))),
          asked("all_failed", "下落不明，或者其他方式都无法送达", when=("way", "public")),
          need("没有先用直接送达等方式：委托、邮寄须直接送达有困难，公告须下落不明或者其他方式无法送达", _ordered, "民事诉讼法:91",
               cure="先用前一种方式"),
          yes("receipt", "有送达回证或者等效凭证", "没有送达回证或者等效凭证", "民事诉讼法:87", cure="补取凭证"),
          yes("dated", "由签收人记明收到日期并签名", "没有签收人记明的收到日期和签名", "民事诉讼法:88", when=("way", "direct")),
          day("published", "发出公告之日", when=("way", "public")),
          waited("published", "service_public_notice", "公告三十日未满，不能视为送达", "民事诉讼法:95", when=("way", "public"))),
    check("svc_electronic_consent",
          yes("consented", "当事人同意", "当事人没有同意电子送达", "行政处罚法:61:2", cure="改用其他方式送达"),
          yes("form_signed", "签订了确认书", "没有签订电子送达确认书", "行政处罚法:61:2", cure="签订确认书"),
          yes("arrived", "到达当事人确认的特定系统，并留有日期", "没有到达特定系统的日期", "民事诉讼法:90")),
    check("svc_retention_witness",
          yes("refused", "受送达人或者同住成年家属拒绝接收", "没有拒收，不能留置送达", "民事诉讼法:89"),
          yes("noted", "送达回证记明拒收事由和日期", "没有记明拒收事由和日期", "民事诉讼法:89"),
          one_of("proof", "证明方式", {"witness": "见证人签名或者盖章", "video": "拍照、录像记录过程", "none": "没有"}, ("witness", "video"),
                 "没有见证人签名，也没有拍照、录像", "民事诉讼法:89", cure="邀请见证人，或者全程录像")),
    check("pub_scope",
          day("decided", "作出处罚决定之日"), day("published", "公开之日（尚未公开的不填）", required=False),
          in_time("decided", "penalty_publicity_7wd", "没有在作出决定后七个工作日内公开", "安全生产法:78:2", done="published", cure="立即公开"),
          asked("secret", "涉及国家秘密、商业秘密或者个人隐私"),
          yes("masked", "已隐去或者不公开", "涉及秘密、隐私的没有隐去", "行政处罚法:50", when="secret", cure="隐去后公开")),
    check("ord_info_published",
          all_of("published", "已公示的信息", {"agency": "实施机关", "filing": "立案依据", "procedure": "实施程序", "remedy": "救济渠道"},
                 "应当公示的信息不全", "行政处罚法:39", cure="补充公示"),
          yes("benchmark", "裁量基准已向社会公布", "裁量基准没有公布", "行政处罚法:34"),
          yes("rules", "处罚依据的规定已公布", "未经公布的规定不得作为处罚依据", "行政处罚法:5:3")),
    check("pub_record_video",
          all_of("recorded", "有文字或者音像记录的环节", {
              "start": "启动", "evidence": "调查取证", "review": "审核", "decision": "决定", "service": "送达", "enforcement": "执行"},
              "全过程记录不全", "行政处罚法:47", cure="补充记录并说明"),
          yes("archived", "已归档保存", "没有归档保存", "行政处罚法:47")),
    check("sup_self_correct",
          asked("complaint", "收到对处罚的申诉或者检举"),
          yes("examined", "已认真审查", "申诉、检举没有审查", "行政处罚法:75:2", when="complaint"),
          asked("wrong", "发现有错误", when="complaint"),
          yes("corrected", "已主动改正", "发现错误没有主动改正", "行政处罚法:75:2", cure="变更或者撤销",
              when=lambda f: bool(f.get("complaint")) and bool(f.get("wrong")))),
    check("archive_complete",
          one_of("ended", "决定的结果", {"performed": "已履行", "enforced": "已强制执行", "terminated": "终结执行", "none": "没有履行也没有执行"},
                 ("performed", "enforced", "terminated"), "决定没有履行、执行或者终结"),
          yes("numbered", "文书编号连续", "文书编号不连续"),
          yes("services", "送达凭证齐备", "送达凭证不全", "行政处罚法:47"),
          yes("media", "音像资料有索引", "音像资料没有索引", "行政处罚法:47"),
          yes("handed_over", "按规定移交档案人员集中管理", "没有移交档案人员集中管理", "档案法:14"),
          no("changed", "归档后增加、抽取、涂改或者销毁过材料", "归档后不得增加、抽取、涂改和销毁案卷材料",
             "安全生产违法行为行政处罚办法:86:2")),
)


def service_gates() -> tuple[Gate, ...]:
    """For serving a paper."""
    return gates(CHECKS, "svc_receipt")
