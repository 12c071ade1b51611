"""Ids and occlusion vectors of spec/pack.md, from a second implementation.

Reads id.json beside this script, computes every id anew, adds the vectors that
are derived from the first, and writes id.json and occlusion.json.
"""

import copy
import hashlib
import json
import math
import pathlib
import struct

HERE = pathlib.Path(__file__).parent


def pack_id(manifest):
    out = b"mien pack id v1\0" + struct.pack(">I", manifest["pipeline"])
    for role in ["detector", "landmarks", "iris", "embedder"]:
        entry = manifest[role]
        shown = entry["input"]
        repair = entry.get("repair", "none")
        out += bytes([
            {"tfjs": 1, "onnx": 2}[entry["kind"]],
            {"none": 0, "prelu-of-mobilefacenet": 1}[repair],
            {"rgb": 0, "bgr": 1}[shown["colours"]],
        ])
        out += struct.pack(">H6f", shown["size"], *shown["mean"], *shown["deviation"])
        out += struct.pack(">Q", len(entry["outputs"]))
        for name in entry["outputs"]:
            name = name.encode()
            out += struct.pack(">Q", len(name)) + name
        out += struct.pack(">Q", len(entry["files"]))
        for file in entry["files"]:
            out += bytes.fromhex(file["sha256"])
    calibration = manifest["calibration"]
    out += b"\1" + bytes.fromhex(calibration["sha256"]) if calibration else b"\0"
    return hashlib.sha256(out).hexdigest()


def ids():
    path = HERE / "id.json"
    document = json.loads(path.read_text())
    vectors = document["vectors"]
    name = "with an occlusion file: the id of plain"
    if all(v["name"] != name for v in vectors):
        manifest = copy.deepcopy(vectors[0]["manifest"])
        manifest["occlusion"] = {
            "origin": "nowhere",
            "features": "layer",
            "path": "e.occ",
            "sha256": hashlib.sha256(b"e.occ").hexdigest(),
        }
        vectors.append({"name": name, "id": "", "manifest": manifest})
    for vector in vectors:
        vector["id"] = pack_id(vector["manifest"])
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def occlusion():
    def file(*heads, length=2, mark=b"MIENOCC1"):
        return mark + struct.pack("<H", length) + b"".join(
            struct.pack("<f", v) for head in heads for v in head
        )

    def good(name, layer, *heads):
        length = len(layer)
        sums = [h[0] + sum(w * x for w, x in zip(h[1:], layer)) for h in heads]
        return {
            "name": name,
            "hex": file(*heads, length=length).hex(),
            "layer": layer,
            "result": [1 / (1 + math.exp(-s)) for s in sums],
        }

    eyes, mouth = [0.0, 1.0, -1.0], [2.0, 0.5, 0.0]
    whole = file(eyes, mouth)
    bad = {
        "empty": b"",
        "only the mark": whole[:8],
        "cut in the size": whole[:9],
        "cut in the second sum": whole[:-1],
        "one sum missing": whole[:22],
        "one byte too many": whole + b"\0",
        "another version": whole[:7] + b"2" + whole[8:],
        "no values": file([0.0], [0.0], length=0),
        "size in big endian": whole[:8] + whole[9:10] + whole[8:9] + whole[10:],
        "bias not a number": file([math.nan, 1.0, 1.0], mouth),
        "weight infinite": file(eyes, [0.0, 1.0, math.inf]),
    }
    vectors = [
        good("on the line", [3.0, 3.0], eyes, mouth),
        good("one value", [-0.5], [1.0, 4.0], [-1.0, -4.0]),
    ]
    vectors += [{"name": n, "hex": b.hex(), "error": True} for n, b in bad.items()]
    document = {
        "source": "computed from spec/pack.md by an independent program",
        "vectors": vectors,
    }
    (HERE / "occlusion.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


ids()
occlusion()
