"""The draw's commands on the record: through the same door as the pages, with the PINs of those who sign."""
from __future__ import annotations

import argparse
import json
import os
import re
import sys
from getpass import getpass

from zhiheng.actions import accounts, draws, signing
from zhiheng.actions.errors import Refusal
from zhiheng.actions.perform import perform
from zhiheng.cli import draw_files as files
from zhiheng.kernel.clock import parse_moment
from zhiheng.kernel.draw.pool import shown
from zhiheng.kernel.errors import ZhihengError
from zhiheng.papers.errors import PaperError
from zhiheng.records import store
from zhiheng.records.models import Draw, Person

NUMBER = re.compile(r"[A-Za-z0-9]+-[0-9]{4}-D[0-9]+")


def export(args: argparse.Namespace) -> int:
    """One NUMBER.json each, the very bytes of the store. 1 when the one asked for has no transcript yet."""
    if bool(args.number) == args.all:
        raise ZhihengError("请写一个批次编号，或者用 --all", hint="例：zhiheng draw export --all --output 抽取记录")
    if args.output.exists() and not args.output.is_dir():
        raise ZhihengError(f"{shown(args.output)} 不是文件夹")
    rows = Draw.objects.order_by("agency__path", "year", "seq")
    rows = rows if args.all else rows.filter(number=args.number)
    if args.number and not rows:
        raise ZhihengError(f"没有「{shown(args.number)}」这一批抽查", hint="编号写法如 YL-2026-D04；全部导出用 --all")
    try:
        args.output.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ZhihengError(f"不能写入 {shown(args.output)}：{fault.strerror}", hint="换一个可以写入的文件夹") from None
    written, left = [], []
    for row in rows:
        why = _why_not(row)
        if why:
            left.append({"number": row.number, "why": why})
        else:
            written.append(str(files.write(args.output / f"{row.number}.json", store.read(row.transcript))))
    if args.json:
        print(json.dumps({"written": written, "left": left}, ensure_ascii=False, indent=1))
    else:
        print("\n".join([*written, *(f"未导出 {x['number']}：{x['why']}" for x in left), f"共导出 {len(written)} 批"]))
    return 1 if args.number and not written else 0


def _why_not(row: Draw) -> str:
    if not row.transcript:
        return "作废时还没有揭晓" if row.state == "void" else "还没有揭晓，没有抽取记录"
    if not NUMBER.fullmatch(row.number):
        return "编号不能作文件名"
    return "" if store.has(row.transcript) else "存档中没有抽取记录，请用 zhiheng fsck 检查"


def freeze(args: argparse.Namespace) -> int:
    row, who = _batch(args.batch), _person(args.by)
    try:
        done = draws.freeze(_file(row), who)
    except (Refusal, PaperError) as fault:
        return _refused(fault)
    said = done.event.facts if done.event else {}
    print(f"{row.number} 名录已冻结：入池 {said.get('candidates')} 家，剔除 {said.get('excluded')} 家，应抽取 {said.get('places')} 家")
    return 0


def commit(args: argparse.Namespace) -> int:
    row, who = _batch(args.batch), _person(args.by)
    try:
        at = parse_moment(args.at)
    except ValueError as fault:
        raise ZhihengError(str(fault)) from None
    try:
        accounts.verify_pin(who, _pin(who, "ZHIHENG_PIN"))
        draws.commit(_file(row), who, args.source.strip()[:120], at)
    except (Refusal, PaperError) as fault:
        return _refused(fault)
    row.refresh_from_db()
    print(f"{row.number} 承诺书已公布，指纹 {row.commitment['hash']}\n名录和秘密值从现在起不能再改；{row.commitment['public_at']} 以后揭晓")
    return 0


def reveal(args: argparse.Namespace) -> int:
    """Both sign at this terminal, or the second is asked at his desk."""
    row, who = _batch(args.batch), _person(args.by)
    second = _person(args.second) if args.second else None
    if second == who:
        raise ZhihengError("揭晓须两人到场，经办人不能兼作监督人")
    if not args.evidence.strip():
        raise ZhihengError("请写明公开随机数的出处（--evidence）", hint="网址，或者截图的编号")
    facts = {"public_number": args.public.strip(), "evidence": args.evidence.strip()}
    try:
        accounts.verify_pin(who, _pin(who, "ZHIHENG_PIN"))
        pin = _pin(second, "ZHIHENG_PIN_WITH") if second else ""
        if second:
            accounts.verify_pin(second, pin)  # before anything is written
        done = perform(_file(row), "reveal", facts, who)
        if not done.effective and second:
            done = signing.sign(_file(row), done.draft_seq or 0, second, pin=pin)
    except (Refusal, PaperError) as fault:
        return _refused(fault)
    if not done.effective:
        print(f"{row.number} 已提交揭晓，等待监督人（法制审核人员）在工作台签名；签名以前没有结果")
        return 0
    row.refresh_from_db()
    print(f"{row.number} 已揭晓：抽中 {row.picks.count()} 家。导出并核验：zhiheng draw export {row.number}")
    return 0


def _batch(text: str) -> Draw:
    row = Draw.objects.select_related("file").filter(number=text).first() or Draw.objects.select_related("file").filter(file__no=text).first()
    if row is None:
        raise ZhihengError(f"没有「{shown(text)}」这一批抽查", hint="编号写法如 YL-2026-D04；设定批准后才有编号")
    return row


def _file(row: Draw) -> str:
    if row.file is None:
        raise ZhihengError(f"{row.number} 没有案卷，不能办理")
    return row.file.no


def _person(username: str) -> Person:
    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise ZhihengError(f"没有账号「{shown(username)}」")
    return found


def _pin(person: Person, variable: str) -> str:
    """The signing PIN: from the terminal, or from the surroundings where there is no terminal; never from the arguments."""
    if given := os.environ.get(variable):
        return given
    if not sys.stdin.isatty():
        raise ZhihengError(f"这里没有终端，不能输入{person.name}的签名口令", hint=f"放在环境变量 {variable}")
    return getpass(f"{person.name}的签名口令：")


def _refused(fault: Exception) -> int:
    print(f"不能办理：{shown(fault)}", file=sys.stderr)
    return 1
