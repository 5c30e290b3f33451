"""Files of many documents, one a row: .jsonl, .csv, .parquet.  A broken row is told and the others still come."""

from __future__ import annotations

import codecs
import csv
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flows.settings import LimitSettings
from flows.sources.expansion import RATIO_FROM, Expansion, Line
from flows.sources.record import FIELDS, Record, check_columns, read_record
from transforms.articles.decoding import is_binary
from transforms.errors import InputError

_DELIMITERS: Final = (",", ";", "\t")
_BATCH: Final = 256  # rows


@dataclass(frozen=True, slots=True)
class Row:
    """One row, from 0 (for lines of a file: the line less one): a record, or what is wrong with it."""

    row_no: int
    found: Record | InputError


@dataclass(frozen=True, slots=True)
class Container:
    """What the reader of a container is given."""

    expansion: Expansion
    place: str
    encoding: str
    limits: LimitSettings


def read_jsonl(container: Container) -> Iterator[Row]:
    """One JSON object a line; blank lines are none.  Raises InputError where the file itself is broken."""
    is_first = True
    for line in container.expansion.lines(with_empty=False):
        try:
            text = _decoded(line, container)
            if not text or text.isspace():
                continue
            found: Record | InputError = read_record(
                _json_object(text, line.number, container), container.place, line.number
            )
        except InputError as error:
            if is_first and is_binary(container.expansion.head):
                remedy = "it begins with bytes that no UTF-8 text has; give a file of JSON lines in UTF-8"
                raise InputError(container.place, "binary", remedy) from None
            found = error
        is_first = False
        yield Row(line.number - 1, found)


def _json_object(text: str, number: int, container: Container) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        remedy = f"{error.msg.removesuffix(' at')} at column {error.colno}; write one JSON object on each line"
        raise InputError(container.place, "broken JSON", remedy, number) from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]
        raise InputError(container.place, "broken JSON", f"{reason}; write one plain object", number) from None
    if not isinstance(value, dict):
        raise InputError(container.place, "broken JSON", "the line is not an object; write {…}", number)
    return value


def _decoded(line: Line, container: Container) -> str:
    data = line.data
    if data is None:
        remedy = f"a row may have limits.document_bytes = {container.limits.document_bytes}; split or drop it"
        raise InputError(container.place, "too large", remedy, line.number)
    if line.number == 1:
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(container.encoding)
    except UnicodeDecodeError as error:
        remedy = (
            f"byte 0x{data[error.start]:02X} at offset {error.start} of the line is not {error.encoding}; save the "
            'file as UTF-8, or name its encoding in the source\'s options, as encoding = "cp1252"'
        )
        raise InputError(container.place, "wrong encoding", remedy, line.number) from None


def read_csv(container: Container) -> Iterator[Row]:
    """Rows under a header; the delimiter is the header's.  Raises InputError for a header that will not do."""
    table = _Table(container)
    header = table.header()
    row_no = 0
    while (row := table.next_row()) is not None:
        first_line, cells = row
        try:
            if isinstance(cells, InputError):
                raise cells
            if not cells:
                continue  # a blank line
            found: Record | InputError = read_record(
                table.fields(header, cells, first_line), container.place, first_line
            )
        except InputError as error:
            found = error
        yield Row(row_no, found)
        row_no += 1


class _Table:
    """A CSV file, row by row, with the line that each row begins on."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._problem: InputError | None = None
        self._lines = self._decoded_lines()
        csv.field_size_limit(container.limits.document_bytes)

    def _decoded_lines(self) -> Iterator[str]:
        """The lines; one that can't be decoded is empty, and spoils the row that it belongs to."""
        for line in self._container.expansion.lines(with_empty=True):
            try:
                yield _decoded(line, self._container) + "\n"
            except InputError as error:
                self._problem = error
                yield "\n"

    def header(self) -> list[str]:
        first = next(self._lines, None)
        if self._problem:
            raise self._problem
        if first is None or first.isspace():
            raise InputError(self._container.place, "empty", "it has no header; name the columns in the first line", 1)
        delimiter = max(_DELIMITERS, key=first.count)
        self._rows = csv.reader(self._lines, delimiter=delimiter, strict=True)
        try:
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter, strict=True))]
        except csv.Error as error:
            raise InputError(self._container.place, "broken CSV", f"its header: {error}; write it anew", 1) from None
        check_columns(names, self._container.place, 1)
        return names

    def next_row(self) -> tuple[int, list[str] | InputError] | None:
        first_line = self._rows.line_num + 2  # after those read, and the header
        cells: list[str] | InputError
        try:
            cells = next(self._rows)
        except StopIteration:
            return None
        except csv.Error as error:
            remedy = f"{error}; close every quotation mark, and double those inside a field"
            cells = InputError(self._container.place, "broken CSV", remedy, first_line)
        if self._problem:
            cells, self._problem = self._problem, None
        return first_line, cells

    def fields(self, header: list[str], cells: list[str], line: int) -> dict[str, str]:
        if len(cells) != len(header):
            remedy = f"it has {len(cells)} fields where the header names {len(header)}; mend its quotation marks"
            raise InputError(self._container.place, "broken CSV", remedy, line)
        return dict(zip(header, cells, strict=True))


def read_parquet(container: Container) -> Iterator[Row]:
    """Rows of a Parquet file, a few at a time.  Raises InputError where it is broken, too large or lacks a column."""
    import pyarrow as pa  # costs a third of a second, which a run without Parquet saves
    import pyarrow.parquet as pq

    with tempfile.TemporaryFile() as unpacked:
        while chunk := container.expansion.read():
            unpacked.write(chunk)
        packed_size = unpacked.tell()
        unpacked.seek(0)
        try:
            schema = pq.read_schema(unpacked)
            check_columns(schema.names, container.place, None)
            columns = [name for name in schema.names if name in FIELDS]
            texts = [name for name in columns if pa.types.is_string(schema.field(name).type)]
            # A text that is in many rows is in the memory once; it comes out a row at a time.
            table = pq.ParquetFile(unpacked, read_dictionary=texts)
            _check_unpacked(table.metadata, packed_size, container)
            row_no = 0
            for batch in table.iter_batches(_BATCH, columns=columns):
                for index in range(batch.num_rows):
                    yield Row(row_no, _parquet_record(batch, index, container, row_no))
                    row_no += 1
        except (pa.ArrowException, OSError, ValueError) as error:
            remedy = f"{str(error)[:200]}; write the Parquet file again"
            raise InputError(container.place, "broken Parquet", remedy) from error


def _check_unpacked(metadata: Any, packed_size: int, container: Container) -> None:
    """Raise InputError where a group of rows says that it unpacks to more than a file or a row's share of one may.

    What stands in the groups' pages is unpacked at once, before the first row of it can be looked at.
    """
    most = min(container.limits.container_bytes, max(RATIO_FROM, packed_size * container.limits.unpacked_ratio))
    largest = max((metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups)), default=0)
    if largest > most:
        remedy = f"{largest} bytes unpack from a file of {packed_size}; limits.unpacked_ratio and container_bytes allow"
        raise InputError(container.place, "too large", f"{remedy} {most}; if it is sound, raise them")


def _parquet_record(batch: Any, index: int, container: Container, row_no: int) -> Record | InputError:
    fields: dict[str, Any] = {}
    try:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            fields[name] = column[index].as_py()
    except (ArithmeticError, ValueError, LookupError) as error:  # a day or an instant that Python has no value for
        problem = f"field {name} is {str(error)[:80]!r}; write it as text in quotation marks"
        return InputError(container.place, "wrong type", problem, row_no + 1)
    size = sum(len(value) for value in fields.values() if isinstance(value, str))
    if size > container.limits.document_bytes:
        remedy = f"a row may have limits.document_bytes = {container.limits.document_bytes}; split or drop it"
        return InputError(container.place, "too large", remedy, row_no + 1)
    try:
        return read_record(fields, container.place, row_no + 1)
    except InputError as error:
        return error


READERS: Final[dict[str, Callable[[Container], Iterator[Row]]]] = {
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
}
