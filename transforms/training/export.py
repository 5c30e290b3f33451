"""From a trained network to the file that ships: one graph, integer weights, no torch needed to run it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from transforms.reader.model import INPUTS, OUTPUTS
from transforms.reader.slots import CLUES, FIGURE_FEATURES
from transforms.training.network import ReaderNetwork


class WholeNumbers(nn.Module):
    """A table of vectors in 8 bits with a factor for each row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        factor = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("rows", torch.round(table / factor).to(torch.int8))
        self.register_buffer("factor", factor)

    def forward(self, ids: Tensor) -> Tensor:
        """The vectors of `ids`."""
        vectors: Tensor = self.rows[ids].float() * self.factor[ids]
        return vectors


def export(network: ReaderNetwork, path: Path) -> None:
    """Write `network` as an ONNX graph of one passage: inputs model.INPUTS, outputs model.OUTPUTS.

    Matrices are whole numbers of 7 bits by channel: those of 8 overflow on processors without VNNI, and so differ.
    """
    network.eval()
    network.encoder.pieces = WholeNumbers(network.encoder.pieces.weight.data)
    pieces, words, figures = 12, 9, 2
    given = (
        torch.zeros(pieces, dtype=torch.int64), torch.zeros(pieces, dtype=torch.int64),
        torch.zeros(pieces, dtype=torch.int64), torch.arange(words), torch.tensor([1, 4]), torch.tensor([2, 5]),
        torch.zeros(figures, FIGURE_FEATURES), torch.zeros(figures, words, len(CLUES)),
        torch.zeros(figures, words, dtype=torch.int64), torch.zeros(figures, words, dtype=torch.int64),
    )  # fmt: skip
    axes = {
        **{name: {0: "pieces"} for name in ("ids", "shapes", "marks")},
        "first_piece": {0: "words"},
        **{name: {0: "figures"} for name in ("first", "last", "features", "nones", "classes")},
        **{name: {0: "figures", 1: "words"} for name in ("clues", "distances", "sentences", "pointers")},
    }
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network, given, str(whole), input_names=list(INPUTS), output_names=list(OUTPUTS), dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        small = Path(folder) / "small.onnx"
        quantize_dynamic(
            whole, small, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip
        _fuse(small, path)


def _fuse(whole: Path, path: Path) -> None:
    """Write the graph as onnxruntime puts it together for any processor: it loads three times as fast."""
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(path)
    InferenceSession(str(whole), options, providers=["CPUExecutionProvider"])
