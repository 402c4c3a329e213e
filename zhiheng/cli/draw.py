"""zhiheng draw verify FILE... | export | freeze | commit | reveal: the draw anyone can compute again, with or without a record."""
from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from zhiheng.cli import draw_files as files
from zhiheng.kernel.clock import TZ, parse_moment
from zhiheng.kernel.collecting import paused
from zhiheng.kernel.draw import SECTIONS, Commitment, DrawError, Pool, Transcript, Verified, verify
from zhiheng.kernel.draw.commitment import secret_hash
from zhiheng.kernel.draw.pool import shown
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.clock import now

NEEDS_DJANGO = False  # verify must run on a machine that has nothing but the transcript
EXAMPLE = "zhiheng draw verify YL-2026-D04.json --json"
RECORD, TABLES = "zhiheng.cli.draw_record", "zhiheng.cli.draw_tables"
"""Loaded only when wanted: the first needs the record, the second reads spreadsheets."""
HASH = re.compile("[0-9a-fA-F]{64}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="verify|export|freeze|commit|reveal")
    check = commands.add_parser("verify", help="离线核验抽取记录：不需要数据库，指出被改动的行、权重、剔除、人员和结果")
    check.add_argument("files", nargs="+", type=Path, metavar="文件", help="公布的抽取记录（.json）")
    check.add_argument("--commitment", metavar="文件或指纹", help="抽取之前公布的承诺书（文件，或者 64 位指纹），一次核对一个记录")
    check.add_argument("--json", action="store_true", help="以 JSON 打印")
    out = commands.add_parser("export", help="导出抽取记录，每批一个 JSON 文件")
    out.add_argument("number", nargs="?", metavar="编号", help="批次编号，如 YL-2026-D04")
    out.add_argument("--all", action="store_true", help="全部已揭晓的批次，作废的也在内")
    out.add_argument("--output", type=Path, default=Path(), metavar="文件夹", help="写到哪个文件夹，默认当前文件夹")
    out.add_argument("--json", action="store_true", help="以 JSON 打印写了哪些文件")
    freeze = commands.add_parser("freeze", help="按已批准的设定冻结名录")
    _batch(freeze)
    commit = commands.add_parser("commit", help="公布承诺：对系统内的一批，或者对名录文件（--pool）")
    _batch(commit, optional=True)
    commit.add_argument("--source", required=True, metavar="来源", help="用哪个公开随机数，如 福利彩票双色球第2026314期")
    commit.add_argument("--at", required=True, metavar="时间", help="公开随机数产生的时间，如 2026-11-25T21:15")
    commit.add_argument("--pool", type=Path, metavar="文件", help="不用系统，从名录文件（JSON）或一个文件夹的表格（candidate.csv 等）抽取")
    for name, says in (("number", "编号"), ("agency", "机关"), ("title", "批次名称")):
        commit.add_argument(f"--{name}", dest=f"set_{name}", default="", metavar=says, help=f"从文件抽取时：{says}")
    commit.add_argument("--output", type=Path, metavar="文件夹", help="从文件抽取时：承诺书和秘密值写到哪里（须是新的）")
    reveal = commands.add_parser("reveal", help="揭晓：两人到场；从文件抽取的，给出 --promise")
    _batch(reveal, optional=True)
    reveal.add_argument("--with", dest="second", default="", metavar="账号", help="监督人（法制审核人员），在同一终端输入签名口令；不写则送其签名")
    reveal.add_argument("--public", required=True, metavar="随机数", help="公开随机数，照公布的原样")
    reveal.add_argument("--evidence", default="", metavar="出处", help="公开来源的网址或截图编号")
    reveal.add_argument("--promise", type=Path, metavar="文件夹", help="从文件抽取时：commit 写的文件夹")


def _batch(parser: argparse.ArgumentParser, optional: bool = False) -> None:
    parser.add_argument("batch", nargs="?" if optional else None, metavar="编号", help="批次编号 YL-2026-D04，或者案件编号")
    parser.add_argument("--by", default="", metavar="账号", help="经办人；签名口令在终端输入，或者放在环境变量 ZHIHENG_PIN、ZHIHENG_PIN_WITH")


def run(args: argparse.Namespace) -> int:
    """0 done and whole; 1 not whole, or refused; 2 a file or an argument cannot be used."""
    if args.what == "verify":
        return _verify(args)
    try:
        if args.what == "commit" and args.pool:
            return _commit_files(args)
        if args.what == "reveal" and args.promise:
            return _reveal_files(args)
    except DrawError as fault:
        raise ZhihengError(str(fault)) from None
    if args.what == "export":
        return int(_record().export(args))
    if not args.batch or not args.by:
        raise ZhihengError("请写明批次编号和经办人（--by）", hint=f"例：zhiheng draw {args.what} YL-2026-D04 --by liqiang；"
                           "从文件抽取的，commit 用 --pool，reveal 用 --promise")
    return int(getattr(_record(), args.what)(args))


def _record() -> ModuleType:
    """The part that needs the record; its models can be imported only after the settings are loaded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    import_module("django").setup()
    return import_module(RECORD)


def _verify(args: argparse.Namespace) -> int:
    if args.commitment and len(args.files) > 1:
        raise ZhihengError("--commitment 一次核对一个抽取记录", hint="逐个核验，每次给出它自己的承诺书")
    published = _published(args.commitment) if args.commitment else None
    found = [_checked(path, published) for path in args.files]
    if args.json:
        print(json.dumps(_together(found), ensure_ascii=False, indent=1))
    else:
        for one in found:
            print("\n".join(map(shown, _lines(one))))
        if published is None:
            print("注：没有与事先公布的承诺书比对；手中有的，用 --commitment 给出文件或指纹")
    if any(one["ok"] is None for one in found):
        return 2
    return 0 if all(one["ok"] for one in found) else 1


def _published(given: str) -> dict[str, Any] | str:
    """What the reader kept: a hash, a commitment, or a transcript with the commitment in it."""
    if HASH.fullmatch(given.strip()):
        return given.strip().lower()
    path = Path(given)
    if not path.is_file() and not path.suffix:
        raise ZhihengError(f"--commitment「{shown(given)[:80]}」不是文件，也不是 64 位指纹", hint="指纹由 0–9 和 a–f 组成，共 64 个")
    held = files.read(path)
    found = held["commitment"] if isinstance(held.get("commitment"), dict) else held
    if not isinstance(found.get("pool_hash"), str):
        raise ZhihengError(f"{shown(path.name)} 里没有承诺书")
    return dict(found)


def _checked(path: Path, published: dict[str, Any] | str | None) -> dict[str, Any]:
    """One file's verdict; ``ok`` is None when the file cannot be read."""
    try:
        with paused():  # until nothing is left of the file: looking through millions of rows for garbage costs a fifth
            checked: Verified = verify(Transcript(files.read(path)), published)
    except files.Unreadable as fault:
        return {"file": str(path), "number": "", "ok": None, "equal": 0, "total": 0, "faults": [], "unreadable": fault.line()}
    faults = [{"where": f.where, "row": f.row, "says": f.says} for f in checked.faults]
    return {"file": str(path), "number": checked.number, "ok": checked.ok, "equal": checked.equal, "total": checked.total,
            "faults": faults}


def _together(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The verdict of one file as it is; of several their sum, each below ``files``."""
    if len(found) == 1:
        return found[0]
    oks = [one["ok"] for one in found]
    return {"ok": None if None in oks else all(oks), "equal": sum(one["equal"] for one in found), "total": sum(one["total"] for one in found),
            "faults": [{"file": one["file"], **f} for one in found for f in one["faults"]], "files": found}


def _lines(one: dict[str, Any]) -> list[str]:
    if one["ok"] is None:
        return [f"— 不能核验：{one['unreadable']}"]
    if one["ok"]:
        return [f"✓ {one['number']}：核验通过，逐行一致 {one['equal']}/{one['total']}"]
    return [f"✕ {one['number'] or one['file']}：核验不通过，一致 {one['equal']}/{one['total']}", *(f"  ✕ {f['says']}" for f in one["faults"])]


def _commit_files(args: argparse.Namespace) -> int:
    if args.batch or args.by:
        raise ZhihengError("--pool 是不用系统的抽取，不写批次编号和 --by")
    if not all((args.set_number, args.set_agency, args.set_title, args.output)):
        raise ZhihengError("从文件抽取须写明 --number、--agency、--title 和 --output")
    if args.output.exists():
        raise ZhihengError(f"{shown(args.output)} 已经存在", hint="承诺只作一次：换一个新的文件夹")
    pool, secret, moment = _pool(args.pool), secrets.token_hex(32), now().replace(microsecond=0)
    promised = Commitment(
        number=args.set_number, agency=args.set_agency, title=args.set_title, pool_hash=pool.hash, secret_hash=secret_hash(secret),
        public_source=args.source.strip(), public_at=_moment(args.at), committed_at=moment.isoformat())
    files.write(args.output / "secret.txt", secret.encode(), 0o600)
    files.write(args.output / "pool.json", files.dumped({k: [list(r) for r in pool.rows[k]] for k in SECTIONS}), 0o600)
    files.write(args.output / "commitment.json", files.dumped(promised.as_dict() | {"hash": promised.hash}))
    print(f"承诺书指纹 {promised.hash}\n现在公布 {args.output / 'commitment.json'}；secret.txt 在揭晓以前不给任何人看")
    return 0


def _pool(path: Path) -> Pool:
    if path.is_dir():
        return Pool.of(import_module(TABLES).pool(path))
    held = files.read(path)
    for kind, rows in held.items():
        if not isinstance(rows, list) or not all(isinstance(r, list) and all(isinstance(c, str) for c in r) for r in rows):
            raise ZhihengError(f"名录文件的「{shown(kind)[:40]}」须是一行一行的文字", hint="写法见 docs/draw.md")
    return Pool.of(held)


def _moment(text: str) -> str:
    try:
        return parse_moment(text).astimezone(TZ).replace(microsecond=0).isoformat()
    except ValueError as fault:
        raise ZhihengError(str(fault)) from None


def _reveal_files(args: argparse.Namespace) -> int:
    if args.batch or args.by or args.second:
        raise ZhihengError("--promise 是不用系统的抽取，不写批次编号、--by 和 --with")
    place: Path = args.promise
    promised = Commitment.read(files.read(place / "commitment.json"))
    if now() < parse_moment(promised.public_at):
        raise ZhihengError(f"公开随机数要到 {promised.public_at} 才产生，此前不能揭晓")
    if (place / "transcript.json").exists():
        raise ZhihengError(f"{shown(place)} 已经揭晓，不能重来", hint="结果不能因为不满意而重抽")
    secret = (place / "secret.txt").read_text(encoding="utf-8").strip()
    made = Transcript.make(_pool(place / "pool.json"), promised, secret, args.public)
    files.write(place / "transcript.json", files.dumped(made.said))
    print(f"已揭晓 {promised.number}：抽取 {len(made.said['result'])} 家，抽取记录 {place / 'transcript.json'}")
    print("任何人都可以核验：zhiheng draw verify transcript.json --commitment " + promised.hash, file=sys.stderr)
    return 0
