"""zhiheng law import DIR | check | show CITATION | find WORDS: texts kept, citations compared, acts found."""
from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from zhiheng.cli.sheets import with_sheets
from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law.checking import Report, Tally, check, unverified_laws
from zhiheng.law.cite import cite
from zhiheng.law.citing import register_all
from zhiheng.law.find import Hit, find, hit_json
from zhiheng.law.places import place as known_place
from zhiheng.law.reading import end_of, statute, statutes, texts_file
from zhiheng.law.texts import STATES, Incoming, in_folder, keep, look
from zhiheng.records.clock import today

NEEDS_DJANGO = False
EXAMPLE = "zhiheng law find 员工没培训就上岗"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="import|check|show|find")
    bring = commands.add_parser("import", help="导入法律文本（Markdown，一法一文件，文件名带日期）")
    bring.add_argument("directory", type=Path, help="文本所在文件夹")
    compare = commands.add_parser("check", help="逐条核对数据中引用的条、款、项和期限数字")
    compare.add_argument("--json", action="store_true", help="以 JSON 打印")
    show = commands.add_parser("show", help="显示一条引用的原文")
    show.add_argument("citation", help="如 行政处罚法第六十四条第一款第（一）项、安法97-1-3")
    show.add_argument("--on", default="", help="按哪一天有效的文本，默认为已导入的最新文本")
    seek = commands.add_parser("find", help="从日常说法、行业词或者法条查违法行为")
    seek.add_argument("words", nargs="+", help="如 员工没培训就上岗、安全生产法97条7项")
    seek.add_argument("--on", default="", help="违法行为发生日，默认今天")
    seek.add_argument("--place", default="", metavar="ID", help="用哪个局自己的常用说法，如 yl")
    seek.add_argument("--limit", type=int, default=20, help="最多几条，默认 20")
    seek.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 when done and, for check, nothing is wrong; 1 when a citation disagrees with its text."""
    try:
        if args.what == "import":
            return _import(args.directory)
        if args.what == "find":
            return _find(" ".join(args.words), parse_day(args.on) if args.on else today(), args.limit, args.json, args.place)
        return _show(args.citation, args.on) if args.what == "show" else _check(args.json)
    except (ValueError, OSError) as fault:
        raise ZhihengError(str(fault)) from None


def _import(directory: Path) -> int:
    """Every file is named with what it is; 1 when none of them is a law. Nothing is kept before all were read."""
    if not directory.is_dir():
        raise ZhihengError(f"没有文件夹 {directory}", hint="请写明存放法律文本（*.md）的文件夹")
    sources = list(in_folder(directory))
    found: list[Incoming] = []
    for number, one in enumerate(look(sources), 1):
        print(f"[{number}/{len(sources)}] {one.line}", flush=True)
        found.append(one)
    laws_found = [one for one in found if one.statute is not None]
    if not laws_found:
        raise ZhihengError(f"{directory} 里没有法律文本", hint="一法一个 Markdown 文件，文件名写作「法律名称(通过日期).md」")
    keep(found)
    counts = "，".join(f"{zh} {n}" for state, zh in STATES.items() if (n := sum(f.state == state for f in found)))
    print(f"共导入 {len(laws_found)} 部（{counts}），存于 {texts_file()}")
    return 0


def _check(as_json: bool) -> int:
    if not statutes():
        raise ZhihengError("还没有导入法律文本，无从核对", hint="请先运行 zhiheng law import 文件夹")
    register_all()
    report = check(today=today())
    if as_json:
        print(json.dumps(_plain(report), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(report)))
    return 1 if report.errors else 0


def _plain(report: Report) -> dict[str, object]:
    groups = [{"id": key, "zh": t.zh, **_counts(t), "errors": t.errors} for key, t in report.groups.items()]
    return {"checked": report.checked, "numbers": report.numbers, "unchecked": report.unchecked,
            "errors": report.errors, "groups": groups, "no_text": sorted(report.no_text),
            "unverified_laws": list(unverified_laws())}


def _counts(t: Tally) -> dict[str, int]:
    return {"places": t.places, "figures": t.figures, "compared": t.compared, "agreed": t.agreed,
            "no_text": t.no_text, "disagreed": len(t.errors)}


def _lines(report: Report) -> list[str]:
    """A line a group, then what disagrees, then the laws that were not here."""
    lines = [f"核对引用 {report.checked} 处、数字和用语 {report.numbers} 处；没有文本可核 {report.unchecked} 处；"
             f"不符 {len(report.errors)} 处"]
    for t in report.groups.values():
        lines.append(f"  {t.zh}：核对 {t.compared}（条款 {t.places}、数字用语 {t.figures}），相符 {t.agreed}，"
                     f"无文本 {t.no_text}，不符 {len(t.errors)}")
        lines += [f"    不符 {error}" for error in t.errors]
    return lines + [f"  无文本 {title}" for title in sorted(report.no_text)]


def _show(citation: str, on: str) -> int:
    """The words, the text they are from and the days it is in force."""
    place = cite(citation)
    day = parse_day(on) if on else date.max
    text = _text(place, day)
    found = statute(place.law, day)
    assert found is not None
    end = end_of(found)
    until = f"至 {end}" if end else ""
    print(f"{place.zh()}（{found.adopted} 版，{found.since} 起施行{until}）\n{text}")
    return 0


def _find(words: str, on: date, limit: int, as_json: bool, where: str = "") -> int:
    """1 when nothing fits. With a place, the words its bureau has published count too."""
    if where:
        known_place(where)
        with_sheets()
    hits = find(words, on, limit, where)
    if as_json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_hit_line(hit) for hit in hits) or f"没有找到与「{words}」相近的违法行为")
    return 0 if hits else 1


def _hit_line(hit: Hit) -> str:
    act = hit.violation
    return f"{act.code}  {act.title}  〔{act.penalty.short()} · {act.subject_zh}〕  {hit.why}"


def _text(place: Article, on: date) -> str:
    found = statute(place.law, on)
    if found is None:
        have = "、".join(sorted(statutes())) or "没有"
        raise ZhihengError(f"没有导入当日有效的《{place.law}》文本", hint=f"已导入：{have}")
    missing = found.missing(place)
    if missing:
        raise ZhihengError(f"《{found.title}》{missing}")
    return found.text(place) or ""
