"""zhiheng powers list | diff | lapsed | export | publish: the bureau's 权责清单 and its versions."""
from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.actions import power_lists
from zhiheng.exchange import powers_file
from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import powers, powers_diff, powers_lapse
from zhiheng.law.powers_kinds import kind_of
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, File, Person
from zhiheng.records.queries.powers import cases_by_act

NEEDS_DJANGO = True
EXAMPLE = "zhiheng powers lapsed --on 2026-11-23 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="list|diff|lapsed|export|publish")
    shown = commands.add_parser("list", help="某一天的权责清单")
    shown.add_argument("--kind", default="", help="只看一类，如 行政处罚")
    compared = commands.add_parser("diff", help="比较两个版本")
    compared.add_argument("old", type=int, nargs="?", default=0, help="版次，默认为上一版")
    compared.add_argument("new", type=int, nargs="?", default=0, help="版次，默认为最新一版")
    gone = commands.add_parser("lapsed", help="依据已经失效、九十日内将失效的事项，和据以办理的在办案件")
    out = commands.add_parser("export", help="导出为 Excel")
    out.add_argument("file", type=Path, help="存为这个 .xlsx")
    out.add_argument("--number", type=int, default=0, help="版次，默认为当日有效的一版")
    out.add_argument("--proposed", action="store_true", help="导出建议的下一版：依据失效的事项已标明停用")
    made = commands.add_parser("publish", help="从 Excel 或 CSV 发布下一版")
    made.add_argument("file", type=Path, help=".xlsx 或 CSV，列名与导出的一致")
    made.add_argument("--since", required=True, help="施行日期")
    made.add_argument("--title", required=True, help="清单名称")
    made.add_argument("--source", default="", help="公布的文件")
    made.add_argument("--by", required=True, help="发布人的账号")
    made.add_argument("--errors", type=Path, help="有问题的行另存为这个 .xlsx")
    for one in (shown, gone, out):
        one.add_argument("--on", default="", help="哪一天，默认今天")
    for one in (shown, compared, gone, out, made):
        one.add_argument("--place", default="", help="机关的地方代码，默认为唯一的顶级机关的")
        one.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 when done; lapsed: 1 while items wait for migration; publish: 1 when the list has faults."""
    place = args.place or _place()
    if args.what == "list":
        return _list(_version(place, args.on), _on(args.on), args)
    if args.what == "diff":
        return _diff(place, args)
    if args.what == "lapsed":
        return _lapsed(_version(place, args.on), _on(args.on), args.json)
    return _export(place, args) if args.what == "export" else _publish(place, args)


def _place() -> str:
    heads = list(Agency.objects.filter(parent=None))
    if len(heads) != 1:
        raise ZhihengError("请用 --place 指明地方代码", hint="现有：" + ("、".join(a.place_id for a in heads) or "还没有机关"))
    return str(heads[0].place_id)


def _on(text: str) -> date:
    try:
        return parse_day(text) if text else today()
    except ValueError as fault:
        raise ZhihengError(str(fault)) from None


def _version(place: str, on: str) -> powers.Version:
    found = powers.version(place, _on(on))
    if found is None:
        have = "、".join(f"第{v.number}版（{v.since} 起）" for v in powers.versions(place)) or "还没有发布过"
        raise ZhihengError(f"{_on(on)} 没有有效的权责清单", hint=have)
    return found


def _numbered(place: str, number: int) -> powers.Version:
    found = powers.numbered(place, number)
    if found is None:
        have = "、".join(str(v.number) for v in powers.versions(place)) or "无"
        raise ZhihengError(f"没有第 {number} 版权责清单", hint=f"现有版次：{have}")
    return found


def _print(plain: Any, lines: Iterable[str], as_json: bool) -> None:
    print(json.dumps(plain, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


def _list(found: powers.Version, on: date, args: argparse.Namespace) -> int:
    chosen = found.items
    if args.kind:
        kind = kind_of(args.kind)
        if kind is None:
            raise ZhihengError(f"没有「{args.kind}」这一类型")
        chosen = tuple(i for i in chosen if i.kind is kind)
    plain = {"place": found.place, "number": found.number, "title": found.title, "since": found.since.isoformat(),
             "until": found.until.isoformat() if found.until else None, "on": on.isoformat(), "total": len(chosen),
             "by_kind": {k.zh: n for k, n in powers.counts(chosen)}, "usable": sum(i.usable(on) for i in chosen),
             "items": [{**powers_file.plain(i), "usable": i.usable(on)} for i in chosen]}
    lines = [f"{found.title}（第{found.number}版，{found.since} 起）　{powers.counted(chosen)}"]
    lines += [f"{i.code}  {i.kind.zh}  {i.name}  〔{'、'.join(a.short() for a in i.basis)}〕"
              + ("" if i.usable(on) else "  已停用") for i in chosen]
    _print(plain, lines, args.json)
    return 0


def _diff(place: str, args: argparse.Namespace) -> int:
    numbers = [v.number for v in powers.versions(place)]
    if not args.old and len(numbers) < 2:
        raise ZhihengError("还没有两个版本可以比较")
    old = _numbered(place, args.old or numbers[1])
    found = powers_diff.compare(old, _numbered(place, args.new or numbers[0]))
    lines = [f"第{found.old.number}版（{found.old.since} 起）→ 第{found.new.number}版（{found.new.since} 起）："
             f"新增 {len(found.added)}，取消 {len(found.removed)}，变更 {found.changed}"]
    lines += [f"{k.zh}：{a} → {e}（新增 {b}，取消 {c}，变更 {d}）" for k, a, b, c, d, e in found.by_kind()]
    lines += [f"  新增 {i.code} {i.name}" for i in found.added] + [f"  取消 {i.code} {i.name}" for i in found.removed]
    lines += [f"  变更 {c.code} {c.field_zh}：{c.old or '（空）'} → {c.new or '（空）'}" for c in found.changes]
    _print(powers_diff.as_json(found), lines, args.json)
    return 0


def _lapsed(found: powers.Version, on: date, as_json: bool) -> int:
    gone, coming = powers_lapse.lapsed(found, on), powers_lapse.soon(found, on)
    files = File.objects.filter(agency__place_id=found.place)
    cases = cases_by_act(files, {a for x in (*gone, *coming) for a in x.item.acts})
    plain = {"number": found.number, "on": on.isoformat(), "lapsed": [_told(x, cases) for x in gone],
             "within_90_days": [_told(x, cases) for x in coming]}
    waiting = sum(not x.handled for x in gone)
    lines = [f"{on}：依据失效 {len(gone)} 项，其中清单上还没有处理的 {waiting} 项；九十日内将失效 {len(coming)} 项"]
    lines += [_line(_told(x, cases)) for x in (*gone, *coming)]
    _print(plain, lines, as_json)
    return 1 if waiting else 0


def _told(lapse: powers_lapse.Lapse, cases: Any) -> dict[str, Any]:
    open_files = dict.fromkeys(f.no for a in lapse.item.acts for f in cases.get(a, ()))
    return {"code": lapse.item.code, "name": lapse.item.name, "articles": [a.zh() for a in lapse.articles],
            "since": lapse.since.isoformat(), "whole": lapse.whole, "follows": list(lapse.follows),
            "handled": lapse.handled, "open_cases": list(open_files)}


def _line(told: dict[str, Any]) -> str:
    state = "已停用" if told["handled"] else "待迁移"
    return (f"{told['code']}  {state}  {told['name']}  〔{'、'.join(told['articles'])}，{told['since']} 起〕"
            + "".join(f"  {w}" for w in told["follows"]) + "".join(f"  在办 {no}" for no in told["open_cases"]))


def _export(place: str, args: argparse.Namespace) -> int:
    found = _numbered(place, args.number) if args.number else _version(place, args.on)
    if args.proposed:
        rows = powers_lapse.proposed(found, _on(args.on))["items"]
        args.file.write_bytes(powers_file.body_book(rows, "建议的下一版"))
    else:
        args.file.write_bytes(powers_file.version_book(found))
    _print({"file": str(args.file), "number": found.number, "items": len(found.items)},
           [f"已存为 {args.file}：第{found.number}版 {powers.counted(found.items)}"], args.json)
    return 0


def _publish(place: str, args: argparse.Namespace) -> int:
    by = Person.objects.filter(username=args.by).first()
    if by is None:
        raise ZhihengError(f"没有账号「{args.by}」")
    since = _on(args.since)
    brought = powers_file.read(args.file, args.file.name, since, next(iter(powers.versions(place)), None))
    if brought.faulty:
        told = [(x.number, x.typed, "；".join(f.says for f in x.faults)) for x in brought.faulty]
        if args.errors:
            args.errors.write_bytes(powers_file.faults_book(told))
        _print({"published": False, "faults": [{"row": n, "code": t.get("code", ""), "says": says} for n, t, says in told]},
               [f"没有发布：{len(told)} 行有问题", *(f"  第 {n} 行：{says}" for n, _, says in told)], args.json)
        return 1
    row = power_lists.publish(place, brought.body, title=args.title, since=since, source=args.source, by=by)
    _print({"published": True, "number": row.number, "since": since.isoformat(), "items": len(brought.lines)},
           [f"已发布第{row.number}版，{since} 起：{powers.counted(powers.items(brought.body))}"], args.json)
    return 0
