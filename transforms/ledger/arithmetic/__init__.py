"""Arithmetic inside an article: figures that say something about each other, and whether they agree.

A relation is told by words or by the links of claims, never by numbers that happen to add up.
"""

from transforms.ledger.arithmetic.relating import relate

__all__ = ["relate"]
