"""In which form a visit is made (组织形式), as work plans name and count it."""
from __future__ import annotations

MODES = (("routine", "单独检查"), ("joint", "联合检查"), ("cross_area", "交叉执法"), ("chief_led", "一把手跟执法"),
         ("trinity", "“三位一体”执法"), ("with_expert", "执法+专家"), ("trade_heads", "同类企业负责人参与"), ("demonstration", "示范执法"))
