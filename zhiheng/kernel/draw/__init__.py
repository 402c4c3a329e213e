"""The draw that anyone can recompute: a frozen pool, a commitment before, a public number after, one lawful order.

``docs/draw.md`` says the format in words; a checker in another language is written from that page alone.
"""
from zhiheng.kernel.draw.commitment import RULE, Commitment, seed_of
from zhiheng.kernel.draw.officers import Assigned, assign
from zhiheng.kernel.draw.order import Place, chosen, number_of
from zhiheng.kernel.draw.pool import SECTIONS, DrawError, Pool
from zhiheng.kernel.draw.transcript import Drawn, Transcript, draw
from zhiheng.kernel.draw.verify import Fault, Verified, verify

__all__ = ["RULE", "SECTIONS", "Assigned", "Commitment", "DrawError", "Drawn", "Fault", "Place", "Pool", "Transcript",
           "Verified", "assign", "chosen", "draw", "number_of", "seed_of", "verify"]
