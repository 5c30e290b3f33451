"""Runs the reader's network: passages in, scores out.  One passage at a time on one thread, so that a score depends
on the passage alone, whatever else is read beside it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from transforms.reader.passages import Passage

WEIGHTS: Final = Path(__file__).parent / "weights" / "reader.onnx"
Floats = NDArray[np.float32]
INPUTS: Final = (
    "ids", "shapes", "marks", "first_piece", "first", "last", "features", "clues", "distances", "sentences",
)  # fmt: skip
OUTPUTS: Final = ("pointers", "nones", "classes")


_path = WEIGHTS


def use(path: Path) -> None:
    """Read with other weights from now on, as training does to measure them."""
    global _path
    _path = path
    session.cache_clear()


@cache
def session() -> InferenceSession:
    """The network with its weights, loaded once a process."""
    # Else it gathers events in the user's cache, and has an address to send them to; it looks when it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it keeps the largest passage's memory for ever
    return onnxruntime.InferenceSession(str(_path), options, providers=["CPUExecutionProvider"])


def scores(passage: Passage, features: Floats, clues: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each figure of a passage the scores of pointers [figures, words, POINTERS], of none and of classes.

    `features`: [figures, FIGURE_FEATURES]; `clues`: [figures, words, CLUES].
    """
    given = (
        passage.ids, passage.shapes, passage.marks, passage.first_piece, passage.first, passage.last, features, clues,
        passage.distances(), passage.sentence_distances(),
    )  # fmt: skip
    pointers, nones, classes = session().run(list(OUTPUTS), dict(zip(INPUTS, given, strict=True)))
    return pointers, nones, classes
