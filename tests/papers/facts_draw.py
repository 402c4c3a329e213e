"""A draw: the promise before, the result after."""
from __future__ import annotations

from typing import Any

FACTS: dict[str, dict[str, Any]] = {
    "random_draw_commitment": {
        "title": "2026年第四季度工贸企业双随机抽查", "candidates": 1079, "excluded": 41, "officer_count": 8, "places": 56,
        "pool_hash": "9f2c" * 16, "secret_hash": "c41a" * 16, "commitment_hash": "77e1" * 16,
        "public_source": "中国福利彩票双色球2026年第314期开奖号码", "public_at": "2026-11-25T21:15:00+08:00"},
    "random_draw_result": {
        "title": "2026年第四季度工贸企业双随机抽查", "public_source": "中国福利彩票双色球2026年第314期开奖号码",
        "public_number": "03 08 11 19 22 30 + 07", "transcript": "5b20" * 16,
        "lines": ["鑫达木业有限公司（C），执法人员 李强、王敏", "云岭食品有限公司（B），可派人员不足 2 名"]},
}
