"""The warehouse: the only room that imports duckdb and says SQL to it (the checks' conditions excepted)."""

from warehouse.audit import AuditResult
from warehouse.decisions import Decision
from warehouse.night import LoadCounts, Night
from warehouse.records import RunEvent
from warehouse.warehouse import Warehouse

__all__ = ["AuditResult", "Decision", "LoadCounts", "Night", "RunEvent", "Warehouse"]
