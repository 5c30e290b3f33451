"""Computes unit_factors.csv from the codes of units.csv: `python -m transforms.lexicons.build_unit_factors`.

The unit library (pint, through the UCUM parser) is slow to import; the factors it gives do not change, so they are
kept as a table and only this script and a test import it.
"""

from __future__ import annotations

import csv
from typing import Final

from ucumvert import PintUcumRegistry

from transforms.lexicons.tables import FOLDER, read_table

BASES: Final = {
    "length": "m", "area": "m2", "volume": "m3", "mass": "kg", "time": "s", "speed": "m/s", "energy": "J",
    "power": "W", "force": "N", "torque": "N.m", "pressure": "Pa", "frequency": "Hz", "data": "By", "angle": "rad",
    "data rate": "By/s", "temperature": "K", "flow": "m3/s", "fuel economy": "m/m3", "electric charge": "C",
    "electric current": "A", "voltage": "V", "resistance": "Ohm", "concentration": "kg/m3", "radiation dose": "Sv",
    "radioactivity": "Bq", "amount of substance": "mol", "luminous flux": "lm", "luminance": "cd/m2",
}  # fmt: skip
# Codes that the parser reads wrongly ("[cft_i]" as a centifoot), under pint's own names.
PINT_NAMES: Final = {
    "[cft_i]": "foot**3",
    "[cyd_i]": "yard**3",
    "[cft_i]/d": "foot**3/day",
    "[cft_i]/min": "foot**3/min",
}
# Ratios, whose base is the plain fraction, and units that neither library knows.
BY_HAND: Final = {
    "{percentage point}": ("1", 0.01), "{basis point}": ("1", 0.0001),
    "%": ("1", 0.01), "[per_mille]": ("1", 0.001), "[ppm]": ("1", 1e-6), "[ppb]": ("1", 1e-9),
    "[Cal]": ("J", 4184.0), "[ly]": ("m", 9460730472580800.0), "{revolution}/min": ("Hz", 1 / 60),
    "{frame}/s": ("Hz", 1.0), "{beat}/min": ("Hz", 1 / 60), "[acr_us].[ft_i]": ("m3", 1233.48184),
}  # fmt: skip


def factors() -> list[tuple[str, str, str, str]]:
    """(code, base, factor, offset) of every unit that has a fixed factor; base = value × factor + offset."""
    registry = PintUcumRegistry()
    rows: list[tuple[str, str, str, str]] = []
    for row in read_table("units"):
        code, base = row["code"], BASES.get(row["dimension"])
        if any(code == known for known, *_ in rows):
            continue
        if code in BY_HAND:
            base_code, by_hand = BY_HAND[code]
            rows.append((code, base_code, repr(by_hand), "0"))
        elif base is not None and "{" not in code:
            unit = registry.Quantity(PINT_NAMES[code]) if code in PINT_NAMES else registry.from_ucum(code)
            target = registry.from_ucum(base)
            zero = registry.Quantity(0.0, unit.units).to(target.units).magnitude
            one = registry.Quantity(1.0, unit.units).to(target.units).magnitude
            scale = float(getattr(unit, "magnitude", 1))
            rows.append((code, base, f"{(one - zero) * scale:.12g}", f"{zero:.12g}"))
    return rows


def main() -> None:
    """Writes the table beside the units."""
    with (FOLDER / "unit_factors.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("# Made by transforms.lexicons.build_unit_factors from units.csv with pint and ucumvert.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "base", "factor", "offset"))
        writer.writerows(factors())


if __name__ == "__main__":
    main()
