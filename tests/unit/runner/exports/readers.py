"""Reads the lab's exports as other people's programs do. python3 readers.py FOLDER; asserts what is in expected.json there."""
import csv
import json
import sqlite3
import struct
import sys
from pathlib import Path

import pandas

folder = Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())
KINDS = {"text": "Oiuf", "integer": "iuf", "number": "iuf", "boolean": "Ob"}  # of numpy: one with gaps is float; a text of digits only is guessed to be a number


def with_pandas(name, columns, rows):
    frame = pandas.read_csv(folder / name, dtype=str, keep_default_na=False)
    assert list(frame.columns) == [column["name"] for column in columns], f"{name}: pandas renamed columns"
    assert len(frame) == rows, f"{name}: {len(frame)} rows"
    frame = pandas.read_csv(folder / name)
    for column in columns:
        values = frame[column["name"]].dropna()
        assert values.empty or values.dtype.kind in KINDS[column["type"]], f"{name}: {column['name']} is {values.dtype}, not {column['type']}"
        if column["type"] == "integer":
            assert (values == values.round()).all(), f"{name}: {column['name']} is not whole"
    return frame


def in_sqlite(base, name, columns):
    """Strict tables refuse a value that is not of its column's type."""
    types = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "TEXT"}
    strict = " STRICT" if sqlite3.sqlite_version_info >= (3, 37) else ""
    table = name.split(".")[0]
    base.execute(f"CREATE TABLE {table} ({', '.join(chr(34) + c['name'] + chr(34) + ' ' + types[c['type']] for c in columns)}){strict}")
    with open(folder / name, newline="", encoding="utf-8") as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        for row in reader:
            assert len(row) == len(columns), f"{name}: a row of {len(row)} cells"
            values = [None if cell == "" else float(cell) if c["type"] == "number" else cell for c, cell in zip(columns, row)]
            base.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", values)


def safetensors(path):
    """Strict: every byte is some tensor's, in order, and the header is aligned, whole and without names that stand twice."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    assert (8 + length) % 8 == 0 and data[8:9] == b"{"
    pairs = json.loads(data[8 : 8 + length].decode("utf-8"), object_pairs_hook=list)
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names)
    entries = {name: dict(value) for name, value in pairs}
    metadata = entries.pop("__metadata__")
    assert all(isinstance(value, str) for value in metadata.values())
    end = 0
    for name, entry in entries.items():
        begin, after = entry["data_offsets"]
        size = 4
        for axis in entry["shape"]:
            size *= axis
        assert set(entry) == {"dtype", "shape", "data_offsets"} and entry["dtype"] == "F32" and begin == end and after - begin == size, name
        end = after
    assert 8 + length + end == len(data)
    return len(entries)


tables = expected["tables"]
frames = {name: with_pandas(name, table["columns"], table["rows"]) for name, table in tables.items()}
base = sqlite3.connect(":memory:")
for name, table in tables.items():
    in_sqlite(base, name, table["columns"])
joined = base.execute(
    "SELECT count(*), count(DISTINCT runs.run) FROM curves JOIN runs ON curves.run = runs.run AND curves.sparsity IS runs.sparsity AND curves.learningRate = runs.learningRate AND curves.width = runs.width"
).fetchone()
assert joined == tuple(expected["joined"]), joined
lines = pandas.read_json(folder / "results.ndjson", lines=True)
assert list(lines["id"]) == expected["ids"] and list(json.loads((folder / "results.json").read_text())["runs"][k]["id"] for k in range(len(lines))) == expected["ids"]
assert safetensors(folder / "weights.safetensors") == expected["tensors"]
print("read")
