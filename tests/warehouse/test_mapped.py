"""What was read of a mapped file can be given back to the system, and is there again for who reads on."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pytest

from warehouse.index.mapped import let_go_of_pages, read_mapped

MIB = 64


def file_of(folder: Path) -> Path:
    path = folder / "numbers"
    numbers = pa.table({"number": np.arange(MIB << 17)})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, numbers.schema) as writer:
        writer.write_table(numbers)
    return path


@pytest.mark.skipif(not hasattr(mmap, "MADV_DONTNEED"), reason="this system can't be told to")
def test_pages_that_were_read_go_back_and_come_again(tmp_path: Path) -> None:
    table = read_mapped(file_of(tmp_path))
    numbers = table.column("number").chunk(0).to_numpy()
    empty = psutil.Process().memory_info().rss
    told = int(numbers.sum())
    assert psutil.Process().memory_info().rss - empty > MIB << 19
    assert let_go_of_pages() >= 1
    assert psutil.Process().memory_info().rss - empty < MIB << 19
    assert int(numbers.sum()) == told


def test_a_file_stays_mapped_as_long_as_its_table(tmp_path: Path) -> None:
    before = let_go_of_pages()
    table = read_mapped(file_of(tmp_path))
    assert let_go_of_pages() == before + 1
    del table
    assert let_go_of_pages() == before


@pytest.mark.parametrize("text", [b"", b"no table"])
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "part").write_bytes(text)
    with pytest.raises((ValueError, pa.ArrowException)):
        read_mapped(tmp_path / "part")
