"""Reads the quantities of a sentence: value, bounds, comparator, trend, unit and kind, with exact spans."""

from transforms.quantities.candidates import has_number_candidate
from transforms.quantities.context import Context, article_context
from transforms.quantities.explain import explain
from transforms.quantities.quantity import Quantity
from transforms.quantities.reader import read_quantities

__all__ = ["Context", "Quantity", "article_context", "explain", "has_number_candidate", "read_quantities"]
