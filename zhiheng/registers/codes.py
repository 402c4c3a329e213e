"""Numbers of enterprises: the 18-figure credit code, the 15-figure registration number, and older ones."""
from __future__ import annotations

from dataclasses import dataclass

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError


@dataclass(frozen=True)
class CodeFault:
    """What is wrong with a number, in words. ``refuses``: it cannot be right; else it is doubtful and kept as it is."""

    says: str
    refuses: bool


def tidy(code: str) -> str:
    """The number without blanks and apostrophes, letters large."""
    return "".join(code.split()).upper().lstrip("'")


def valid_code(code: str | None) -> bool:
    """Whether the credit code's check digit is right (GB 32100); old registration numbers have none."""
    try:
        return code is not None and bool(uscc.validate(code))
    except ValidationError:
        return False


def registration_number_valid(code: str) -> bool:
    """The check digit of a 15-figure registration number (GS 15, modulus 11,10 of ISO 7064)."""
    remainder = 10
    for figure in code[:14]:
        total = (int(figure) + remainder) % 10 or 10
        remainder = total * 2 % 11
    return (int(code[14]) + remainder) % 10 == 1


def code_fault(code: str) -> CodeFault | None:
    """Why a number is refused or doubtful; None when its check digit is right."""
    if len(code) == 18:
        return None if valid_code(code) else CodeFault(f"统一社会信用代码 {code} 校验位不符", True)
    if len(code) == 15 and code.isdigit():
        known = registration_number_valid(code)
        return None if known else CodeFault(f"15 位注册号 {code} 校验位不符，按原样保留", False)
    if 6 <= len(code) <= 14 and code.isascii() and code.isalnum():
        return CodeFault(f"旧式注册号 {code}（{len(code)} 位），按原样保留", False)
    return CodeFault(f"“{code}”不是统一社会信用代码或注册号（{len(code)} 位）", True)


def advice(code: str) -> str:
    """What to look at when a number is refused: the figure that would fit, or a sign that cannot stand there."""
    if len(code) != 18:
        return f"统一社会信用代码为 18 位，现有 {len(code)} 位；请对照营业执照核对。"
    strange = sorted(set(code) - set(uscc._alphabet))
    if strange:
        return f"代码里不会出现 {'、'.join(strange)}（不用字母 I、O、S、V、Z）；请对照营业执照核对。"
    return f"按前 17 位计算，末位应为 {uscc.calc_check_digit(code[:17])}；请对照营业执照逐位核对。"

