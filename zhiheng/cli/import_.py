"""zhiheng import enterprises FILE: the register from a list as people have it; import industries FILE: the catalogue."""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from zhiheng.actions import imports as runs
from zhiheng.actions.industries import publish, settle
from zhiheng.exchange import imports
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.exchange.industry_file import rows as industry_rows
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, ImportRow, ImportRun
from zhiheng.registers import industries

NEEDS_DJANGO = True
EXAMPLE = "zhiheng import enterprises 企业名单.csv --json"
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["enterprises", "industries"],
                        help="导入什么：enterprises 企业名单，industries 国民经济行业分类目录（四级）")
    parser.add_argument("file", type=Path, help="CSV（UTF-8 或 GBK）或 .xlsx")
    parser.add_argument("--agency", default="", help="归属机关简码，默认为唯一的顶级机关")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--errors", type=Path, help="把有问题的行另存为这个 .xlsx，改正后可再导入")
    parser.add_argument("--source", default="", help="行业分类目录依据的文件名称和编号")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印结果")


def run(args: argparse.Namespace) -> int:
    """0 when done; refused rows are printed, not an error of the command."""
    if args.what == "industries":
        return _industries(args)
    done = imports.whole(ENTERPRISES, _agency(args.agency), args.file, by=None, dry=args.dry_run)
    if args.errors:
        args.errors.write_bytes(imports.error_workbook(done, ENTERPRISES))
    plain = report(done, args.dry_run)
    if args.dry_run:
        runs.cancel(done)
    if args.json:
        print(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        _print(plain, args.dry_run)
    return 0


def _industries(args: argparse.Namespace) -> int:
    """The catalogue of industries: kept as the bureau's own version, then the enterprises that only have a word are coded."""
    agency, rows = _agency(args.agency), industry_rows(args.file)
    faults = industries.faults(rows)
    if faults:
        raise ZhihengError(f"行业分类目录不能用：共 {len(faults)} 处。{'；'.join(faults[:5])}")
    plain: dict[str, Any] = {"rows": len(rows), "divisions": len({r[0][:2] for r in rows})}
    if not args.dry_run:
        source = args.source or args.file.stem
        sheet = publish(agency.place_id, rows, title="国民经济行业分类目录", source=source, since=today(), by=None)
        settled, left = settle(agency)
        plain |= {"version": sheet.number, "settled": settled, "to_confirm": left}
    if args.json:
        print(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        print(f"{'可导入' if args.dry_run else '已导入'}行业 {plain['rows']} 个，大类 {plain['divisions']} 个"
              + ("" if args.dry_run else f"；按行业名称得出代码的企业 {plain['settled']} 家，待确认 {plain['to_confirm']} 家"))
    return 0


def report(done: ImportRun, dry: bool) -> dict[str, Any]:
    """Counts, and the rows that need a person's eye with their reasons. ``accepted`` are the rows newly entered;
    ``columns``: the file's word → the register's; ``ignored``: words nobody knew, whose values were not taken."""
    held = done.counts
    taken = held["accepted"] + held["warned"]
    return {"rows": taken + held["merged"] + held["rejected"], "accepted": taken if dry else held["new"],
            "updated": held.get("updated", 0), "unchanged": held.get("unchanged", 0),
            "columns": {done.header[int(i)]: ENTERPRISES.title(field) for i, field in done.columns.items()},
            "ignored": [word for i, word in enumerate(done.header) if word and str(i) not in done.columns],
            "warned": _rows(done, "warned"), "merged": _rows(done, "merged"), "rejected": _rows(done, "rejected")}


def _rows(done: ImportRun, verdict: str) -> list[dict[str, Any]]:
    return [_row(r) for r in imports.rows_of(done, verdict)]


def _row(row: ImportRow) -> dict[str, Any]:
    return {"row": row.number, "name": row.values.get("name", ""), "code": row.values.get("code") or "",
            "reason": "；".join(f[2] for f in row.faults),
            "faults": [{"column": f[0], "value": f[1], "says": f[2]} for f in row.faults]}


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code) if code else Agency.objects.filter(parent=None)
    if len(found) != 1:
        raise ZhihengError(f"没有简码为「{code}」的机关" if code else "请用 --agency 指明归属机关",
                           hint="现有机关：" + ("、".join(f"{a.code} {a.name}" for a in Agency.objects.all()) or
                                             "还没有机关，请先运行 zhiheng demo --build-only"))
    return found[0]


def _print(plain: dict[str, Any], dry: bool) -> None:
    verb = "可导入" if dry else "新增"
    print(f"{verb} {plain['accepted']} 家，更新 {plain['updated']} 家，无变化 {plain['unchanged']} 家；"
          f"提醒 {len(plain['warned'])} 行，并入前面的行 {len(plain['merged'])} 行，拒绝 {len(plain['rejected'])} 行")
    if plain["ignored"]:
        print(f"  没有导入的列：{'、'.join(plain['ignored'])}。列名不认识时可以在页面上导入并指定对应的列")
    for title, found in (("提醒", plain["warned"]), ("并入", plain["merged"]), ("拒绝", plain["rejected"])):
        for item in found[:SHOWN]:
            print(f"  {title} 第 {item['row']} 行 {item['name']}：{item['reason']}")
        if len(found) > SHOWN:
            print(f"  {title}另有 {len(found) - SHOWN} 行，用 --json 查看全部")
