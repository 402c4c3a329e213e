"""zhiheng init: the first agency and administrator of an empty system. The password is asked for, or read from standard input."""
from __future__ import annotations

import argparse
import getpass
import sys

from django.core.management import call_command

from zhiheng.actions import founding
from zhiheng.actions.errors import Invalid
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models.people import LEVELS

EXAMPLE = "zhiheng init --agency 云岭区应急管理局 --code YL --region 云 --admin admin --name 周洁"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", required=True, metavar="全称", help="机关全称，文书上的名称")
    parser.add_argument("--code", required=True, metavar="简码", help="机关简码，字母和数字，案卷编号的开头；有了案卷以后不能再改")
    parser.add_argument("--region", required=True, metavar="字", help="区域简称，文号开头括号里的字")
    parser.add_argument("--level", default="county", choices=[k for k, _ in LEVELS],
                        help=f"层级：{'，'.join(f'{k} {zh}' for k, zh in LEVELS)}；默认 county")
    parser.add_argument("--area", action="append", default=[], metavar="名称", help="辖区内的乡镇、街道、园区，可写多次")
    parser.add_argument("--place", default="", metavar="地方", help="适用哪一地的规则，默认只按国家规定")
    parser.add_argument("--admin", required=True, metavar="账号", help="第一名系统管理员的账号，字母和数字，以后不能改")
    parser.add_argument("--name", required=True, metavar="姓名", help="第一名系统管理员的姓名")


def run(args: argparse.Namespace) -> int:
    """0 when entered; nothing is kept when anything is wrong."""
    call_command("migrate", verbosity=0)
    if not founding.empty():
        raise ZhihengError("系统里已有机关或人员，初始化只在空系统里做一次", hint="以系统管理员登录，在「机构与身份」「人员证件」里登记")
    facts = {"code": args.code, "name": args.agency, "region_short": args.region, "kind": "bureau", "level": args.level,
             "areas": args.area, **({"place_id": args.place} if args.place else {})}
    try:
        agency, person = founding.found(facts, args.admin, args.name, _password())
    except Invalid as fault:
        raise ZhihengError("；".join(e.says.rstrip("。") for e in fault.errors), hint=f"例：{EXAMPLE}") from fault
    print(f"已登记 {agency.name}（{agency.code}）和系统管理员 {person.name}（账号 {person.username}）。\n"
          "下一步：zhiheng serve 启动后登录，登记机构、人员和任职，导入企业名单。\n"
          "不能给自己登记任职，请尽早登记第二名系统管理员。")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("系统管理员的登录密码：")
    if first != getpass.getpass("再输入一次："):
        raise ZhihengError("两次输入的密码不同", hint="重新运行本命令")
    return first
