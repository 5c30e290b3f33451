"""The weights that ship are read back whole: what was learned can be learned on from."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("torch") is None:
    pytest.skip("the extra `train` (torch) is not installed", allow_module_level=True)

import numpy as np
import onnx
from onnx import numpy_helper

from transforms.errors import InputError
from transforms.reader.model import WEIGHTS
from transforms.training.export import export
from transforms.training.shipped import shipped


def stored(path: Path) -> list[np.ndarray]:
    """The arrays of a graph, in order."""
    return [numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer]


# The way to write a graph that `export` takes is an older one of torch, which says so.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_written_again_is_what_was_read(tmp_path: Path) -> None:
    export(shipped(WEIGHTS), tmp_path / "again.onnx")
    before, after = stored(WEIGHTS), stored(tmp_path / "again.onnx")
    assert len(before) == len(after) > 100
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_a_graph_of_another_network_is_refused(tmp_path: Path) -> None:
    graph = onnx.load(str(WEIGHTS))
    (left_out,) = (one for one in graph.graph.initializer if one.name == "pointer.bias")
    graph.graph.initializer.remove(left_out)
    onnx.save(graph, str(tmp_path / "other.onnx"))
    with pytest.raises(InputError, match=r"other\.onnx.*pointer\.bias.*make train"):
        shipped(tmp_path / "other.onnx")
