"""The network that ships, to learn on from: its weights read back from the graph that `export` wrote.

Matrices come back as the whole numbers that they were rounded to, times their factor.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from transforms.errors import InputError
from transforms.training.encoder import Encoder
from transforms.training.network import ReaderNetwork

MULTIPLIES: Final = "MatMul_quant"  # ends the name of a node with a matrix: "/encoder/layers.0/key/MatMul_quant"
OF_WHOLE: Final = "_quantized"  # ends the name of a matrix of whole numbers


def shipped(path: Path) -> ReaderNetwork:
    """The network of the graph at `path`, with float weights.

    Raises InputError where the graph lacks one of the network's weights: it was made by another version.
    """
    weights = stored_weights(path)
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layers.")}
    network = ReaderNetwork(Encoder(len(layers)))
    wanted = network.state_dict()
    missing = [name for name, own in wanted.items() if name not in weights or weights[name].shape != own.shape]
    if missing:
        raise InputError(str(path), f"no weights for {missing[0]}", "fit it from the beginning: `make train`")
    network.load_state_dict({name: weights[name] for name in wanted})
    return network


def stored_weights(path: Path) -> dict[str, Tensor]:
    """The float weights of the graph at `path` by what the network calls them."""
    graph = onnx.load(str(path)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    weights = {name: torch.from_numpy(array.copy()) for name, array in stored.items() if array.dtype == np.float32}
    weights["encoder.pieces.weight"] = _table(stored, "encoder.pieces.rows", "encoder.pieces.factor")
    for node in graph.node:
        matrix = next((name for name in node.input if name.endswith(OF_WHOLE) and name in stored), None)
        if matrix is not None:
            weights[f"{_part(node.name)}.weight"] = _matrix(stored, matrix.removesuffix(OF_WHOLE))
        for name in node.input:
            # The vector of the first type of piece stands in the graph as what is added to every piece.
            if node.op_type == "Add" and name.startswith("onnx::"):
                weights["encoder.types.weight"] = weights[name].expand(2, -1)
    return weights


def _part(node: str) -> str:
    """The part of the network that a node is of: "hidden.2" of "/hidden/hidden.2/MatMul_quant"."""
    steps = [step for step in node.split("/") if step and not step.endswith(MULTIPLIES)]
    # A part within a list or a sequence names the whole again: "layers.0" alone, "hidden.2" after "hidden".
    kept = [step for step, inner in zip(steps, [*steps[1:], ""], strict=True) if not inner.startswith(f"{step}.")]
    return ".".join(kept)


def _matrix(stored: Mapping[str, np.ndarray], name: str) -> Tensor:
    whole = stored[f"{name}{OF_WHOLE}"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return torch.from_numpy((whole * stored[f"{name}_scale"]).T.copy())


def _table(stored: Mapping[str, np.ndarray], rows: str, factor: str) -> Tensor:
    return torch.from_numpy(stored[rows].astype(np.float32) * stored[factor])
