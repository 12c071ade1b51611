#!/usr/bin/env python3
"""Test vectors of spec/sketch.md, made by a second implementation.

Written after the text of the specification, slow and plain, with nothing but
the standard library, so that the vectors do not repeat a mistake of the
product. `generate.py` checks the committed files against what it computes;
`generate.py --write` makes files that do not exist yet. A committed vector is
frozen: it is never written over.
"""

import json
import math
import pathlib
import random
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
CRC = {4: 0x3, 6: 0x21, 8: 0x9B, 11: 0x621, 16: 0x1021}


# --- spec 3: rotation ------------------------------------------------------

def quarter(s, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        s[z] ^= s[x]
        s[z] = (s[z] << turn | s[z] >> (32 - turn)) & 0xFFFFFFFF


def chacha20_block(key, counter):
    start = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", key))
    start += [counter, 0, 0, 0]
    s = start[:]
    for _ in range(10):
        for i in range(4):
            quarter(s, i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(s, start)))


def keystream(key, length):
    blocks = (chacha20_block(key, i) for i in range((length + 63) // 64))
    return b"".join(blocks)[:length]


def bit(data, i):
    return data[i // 8] >> (i % 8) & 1


def rotate(rho, n, v):
    """sqrt(N) * Rot(v) / |v|"""
    norm = math.sqrt(sum(c * c for c in v))
    x = [c / norm * math.sqrt(n) for c in v] + [0.0] * (n - len(v))
    flips = keystream(rho, 3 * n // 8)
    for r in range(3):
        x = [-c if bit(flips, r * n + i) else c for i, c in enumerate(x)]
        half = 1
        while half < n:
            for i in range(n):
                if not i & half:
                    x[i], x[i + half] = x[i] + x[i + half], x[i] - x[i + half]
            half *= 2
        x = [c / math.sqrt(n) for c in x]
    return x


# --- spec 4: code ----------------------------------------------------------

def unfrozen(n, count):
    beta = 2 ** 0.25
    weight = [sum(beta ** j for j in range(9) if i >> j & 1) for i in range(n)]
    return sorted(sorted(range(n), key=lambda i: -weight[i])[:count])


def checksum(bits, r):
    value = 0
    for b in bits + [0] * r:
        value = value << 1 | b
        if value >> r:
            value ^= 1 << r | CRC[r]
    return [value >> i & 1 for i in reversed(range(r))]


def polar(u):
    if len(u) == 1:
        return u
    half = len(u) // 2
    a, b = polar(u[:half]), polar(u[half:])
    return [x ^ y for x, y in zip(a, b)] + b


def encode(p, bits):
    word = [0] * p["n"]
    for position, b in zip(unfrozen(p["n"], p["k"] + p["r"]), bits + checksum(bits, p["r"])):
        word[position] = b
    return polar(word)


def pack_lsb(bits):
    return bytes(sum(b << i for i, b in enumerate(bits[j:j + 8])) for j in range(0, len(bits), 8))


def secret_bytes(bits):
    out = bytearray(1 + (len(bits) + 7) // 8)
    out[0] = len(bits)
    for i, b in enumerate(bits):
        out[1 + i // 8] |= b << (7 - i % 8)
    return bytes(out)


# --- spec 5: opening -------------------------------------------------------

def log_odds(x):
    if abs(x) > 6.5:
        return math.copysign(20.0, x)
    value = math.log(math.erfc(-x / math.sqrt(2)) / math.erfc(x / math.sqrt(2)))
    return max(-20.0, min(20.0, value))


def list_decode(llrs, frozen, size):
    """[(metric, codeword)], best first, and the smallest gap at a pruning."""
    gap = [math.inf]

    def node(paths, start, length):
        """paths: (metric, llrs); answers (metric, codeword, index of the path)."""
        if length == 1:
            if start in frozen:
                return [(m + max(0.0, -l[0]), [0], i) for i, (m, l) in enumerate(paths)]
            both = [(m + max(0.0, -l[0]), [0], i) for i, (m, l) in enumerate(paths)]
            both += [(m + max(0.0, l[0]), [1], i) for i, (m, l) in enumerate(paths)]
            both.sort(key=lambda c: c[0])
            if len(both) > size:
                gap[0] = min(gap[0], both[size][0] - both[size - 1][0])
            return both[:size]
        half = length // 2
        left = []
        for m, l in paths:
            pairs = zip(l[:half], l[half:])
            left.append((m, [math.copysign(1, a) * math.copysign(1, b) * min(abs(a), abs(b))
                             for a, b in pairs]))
        first = node(left, start, half)
        right = []
        for m, x, i in first:
            l = paths[i][1]
            right.append((m, [b - a if s else b + a for a, b, s in zip(l[:half], l[half:], x)]))
        out = []
        for m, y, i in node(right, start + half, half):
            _, x, origin = first[i]
            out.append((m, [a ^ b for a, b in zip(x, y)] + y, origin))
        return out

    found = node([(0.0, llrs)], 0, len(llrs))
    return sorted(((m, x) for m, x, _ in found), key=lambda c: c[0]), gap[0]


def open_sketch(p, rho, offset, probe):
    kappa = 1 / math.tan(math.radians(p["design_angle_centideg"] / 100))
    y = rotate(rho, p["n"], probe)
    llrs = [log_odds(kappa * c) * (-1 if bit(offset, i) else 1) for i, c in enumerate(y)]
    positions = unfrozen(p["n"], p["k"] + p["r"])
    paths, gap = list_decode(llrs, set(range(p["n"])) - set(positions), p["list"])
    out = []
    for metric, word in paths:
        u = polar(word)
        message = [u[i] for i in positions]
        if checksum(message[:p["k"]], p["r"]) == message[p["k"]:]:
            out.append({"secret": secret_bytes(message[:p["k"]]).hex(), "metric": round(metric, 4)})
    return out, gap


# --- vectors ---------------------------------------------------------------

def params(n, k, r, size, angle):
    return {"n": n, "k": k, "r": r, "list": size, "design_angle_centideg": angle}


def params_bytes(p):
    return struct.pack(">HBBBH", p["n"], p["k"], p["r"], p["list"], p["design_angle_centideg"])


def f32(values):
    """Rounded to binary32."""
    return list(struct.unpack(f">{len(values)}f", struct.pack(f">{len(values)}f", *values)))


def hex32(values):
    return struct.pack(f">{len(values)}f", *values).hex()


def unit(rng, d):
    v = [rng.gauss(0, 1) for _ in range(d)]
    norm = math.sqrt(sum(c * c for c in v))
    return f32([c / norm for c in v])


def turned(rng, v, degrees):
    w = [rng.gauss(0, 1) for _ in v]
    for _ in range(2):
        dot = sum(a * b for a, b in zip(v, w)) / sum(a * a for a in v)
        w = [b - dot * a for a, b in zip(v, w)]
    norm = math.sqrt(sum(c * c for c in w))
    s, c = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return f32([c * a + s * b / norm for a, b in zip(v, w)])


class Enrolment:
    """A sketch with all that went into it."""

    def __init__(self, seed, p, d, template=None):
        rng = random.Random(seed)
        self.p = p
        while True:
            self.rho = rng.randbytes(32)
            self.template = template or unit(rng, d)
            x = rotate(self.rho, p["n"], self.template)
            self.least = min(map(abs, x))
            # Every implementation must find the same signs: no coordinate may
            # be near zero, unless all arithmetic is exact.
            if self.least > 1e-4 or template:
                break
        self.bits = [rng.getrandbits(1) for _ in range(p["k"])]
        self.signs = [int(c < 0) for c in x]
        self.word = encode(p, self.bits)
        self.offset = pack_lsb([a ^ b for a, b in zip(self.signs, self.word)])
        self.bytes = b"\x01" + params_bytes(p) + self.rho + self.offset
        self.rng = rng

    def probe(self, degrees):
        return turned(self.rng, self.template, degrees)


VECTORS = {}


def add(name, about, operation, given, expect):
    assert name not in VECTORS, name
    VECTORS[name] = {"about": about, "operation": operation, "given": given, "expect": expect}


def add_enrol(name, about, e):
    add(name, about, "enrol", {
        "params": e.p, "rho": e.rho.hex(), "secret": secret_bytes(e.bits).hex(),
        "template": hex32(e.template),
    }, {
        "keystream": keystream(e.rho, 3 * e.p["n"] // 8).hex(),
        "signs": pack_lsb(e.signs).hex(),
        "checksum": "".join(map(str, checksum(e.bits, e.p["r"]))),
        "codeword": pack_lsb(e.word).hex(),
        "offset": e.offset.hex(),
        "sketch": e.bytes.hex(),
        "least_coordinate": round(e.least, 6),
    })


def opened(sketch, probe):
    """Candidates for a valid sketch."""
    n, k, r, size, angle = struct.unpack(">HBBBH", sketch[1:8])
    return open_sketch(params(n, k, r, size, angle), sketch[8:40], sketch[40:], probe)


def add_open(name, about, sketch, probe, want=None):
    """`want`: 'right' (first candidate is this secret), 'none', 'wrong' or None."""
    candidates, gap = opened(sketch, probe)
    assert gap > 1e-4, (name, gap)
    if want == "none":
        assert candidates == [], name
    elif want == "wrong":
        assert candidates, name
    elif want is not None:
        assert candidates and candidates[0]["secret"] == secret_bytes(want).hex(), name
    add(name, about, "open", {"sketch": sketch.hex(), "probe": hex32(probe)},
        {"candidates": candidates})


def add_error(name, about, operation, given, error):
    add(name, about, operation, given, {"error": error})


def flip(data, byte, mask):
    return data[:byte] + bytes([data[byte] ^ mask]) + data[byte + 1:]


def positive():
    a = Enrolment(1, params(128, 32, 8, 32, 4000), 64)
    sets = [
        ("n128_k32_r8", "the usual size, a template of half the dimension", a),
        ("n128_k40_r11", "longer secret and checksum, full dimension",
         Enrolment(2, params(128, 40, 11, 16, 3500), 128)),
        ("n128_k17_r4", "seven padding bits in the secret, a plane as template space",
         Enrolment(3, params(128, 17, 4, 8, 2000), 2)),
        ("n128_k56_r8", "K + r = N/2", Enrolment(4, params(128, 56, 8, 64, 3000), 100)),
        ("n256_k48_r6", "N = 256", Enrolment(5, params(256, 48, 6, 32, 4500), 192)),
        ("n256_k16_r16", "the shortest secret, a checksum as long",
         Enrolment(6, params(256, 16, 16, 1, 8000), 256)),
        ("n512_k64_r8", "N = 512", Enrolment(7, params(512, 64, 8, 4, 5000), 512)),
        ("n512_k245_r11", "K + r = N/2 at the greatest length",
         Enrolment(8, params(512, 245, 11, 2, 2500), 300)),
    ]
    for name, about, e in sets:
        add_enrol("enrol_" + name, about, e)
        add_open("open_template_" + name, "the template itself: metric 0", e.bytes, e.template,
                 e.bits)
    exact = Enrolment(13, params(256, 32, 8, 8, 4000), 4, [1.0] * 4)
    assert exact.least == 0 and 0 < sum(exact.signs) < 256
    add_enrol("enrol_zero_coordinates", "sums of powers of two: some coordinates are exactly zero, "
              "and the sign of zero is 0", exact)
    add_open("open_near_30", "a probe at 30 degrees", a.bytes, a.probe(30), a.bits)
    e = sets[4][2]
    add_open("open_near_n256", "a probe at 35 degrees, N = 256", e.bytes, e.probe(35), e.bits)
    e = sets[6][2]
    add_open("open_near_n512", "a probe at 40 degrees, N = 512", e.bytes, e.probe(40), e.bits)
    near = a.probe(25)
    add_open("open_long_probe", "only the probe's direction counts: times 1024", a.bytes,
             [c * 1024 for c in near], a.bits)
    add_open("open_short_probe", "only the probe's direction counts: times 2 to the -100", a.bytes,
             [c * 2.0 ** -100 for c in near], a.bits)
    add_open("open_padded_probe", "zeros behind the last coordinate change nothing", a.bytes,
             near + [0.0, -0.0], a.bits)
    return a


def opens_with_nothing_or_wrong(a):
    rng = random.Random(20)
    while True:
        far = unit(rng, 64)
        found, gap = opened(a.bytes, far)
        if not found and gap > 1e-4:
            break
    add_open("open_far", "a stranger: no candidate", a.bytes, far, "none")
    while True:
        far = unit(rng, 64)
        found, gap = opened(a.bytes, far)
        if found and gap > 1e-3:
            break
    add_open("open_false_candidate", "a stranger whose list passes the checksum by chance: a wrong "
             "secret is returned, and only the key can show it", a.bytes, far, "wrong")
    add_open("open_opposite", "the negated template is as far as can be", a.bytes,
             [-c for c in a.template])


def flipped_bits(a):
    near = a.probe(20)
    given = lambda s: {"sketch": s.hex()}
    add_error("flip_version", "a flipped bit in the version", "read_sketch",
              given(flip(a.bytes, 0, 2)), "version")
    add_error("flip_n_high", "a flipped bit in N, high byte: 384", "read_sketch",
              given(flip(a.bytes, 1, 1)), "code-length")
    add_error("flip_n_low", "a flipped bit in N, low byte: 0", "read_sketch",
              given(flip(a.bytes, 2, 0x80)), "code-length")
    add_error("flip_k_out_of_range", "a flipped bit in K: 96", "read_sketch",
              given(flip(a.bytes, 3, 0x40)), "secret-bits")
    add_open("flip_k_in_range", "a flipped bit in K that gives another valid sketch: 33; it is "
             "well-formed and opens with nothing", flip(a.bytes, 3, 1), near, "none")
    add_error("flip_r", "a flipped bit in r: 9", "read_sketch", given(flip(a.bytes, 4, 1)),
              "checksum-bits")
    add_error("flip_list", "a flipped bit in the list size: 48", "read_sketch",
              given(flip(a.bytes, 5, 16)), "list-size")
    add_error("flip_angle_high", "a flipped bit in the design angle, high byte", "read_sketch",
              given(flip(a.bytes, 6, 0x80)), "design-angle")
    add_open("flip_angle_low", "a flipped bit in the design angle, low byte: it only weights the "
             "soft decisions, so the right secret still comes out", flip(a.bytes, 7, 0x40), near,
             a.bits)
    add_open("flip_rho_first", "a flipped bit in the seed: another basis, nothing opens",
             flip(a.bytes, 8, 1), near, "none")
    add_open("flip_rho_last", "a flipped bit at the seed's end", flip(a.bytes, 39, 0x80), near,
             "none")
    add_open("flip_offset_first", "a flipped bit in the offset is one more error among those that "
             "the code corrects", flip(a.bytes, 40, 1), near, a.bits)
    add_open("flip_offset_last", "a flipped bit at the offset's end", flip(a.bytes, 55, 0x80), near,
             a.bits)
    add_open("flip_offset_many", "half of the offset's bits inverted: nothing opens",
             a.bytes[:40] + bytes(c ^ 0x69 for c in a.bytes[40:]), near, "none")


def masks(a):
    mask = keystream(bytes(range(32)), 16)
    masked = a.bytes[:40] + bytes(x ^ y for x, y in zip(a.bytes[40:], mask))
    add("mask", "a keystream on the offset; the header stays", "mask",
        {"sketch": a.bytes.hex(), "keystream": mask.hex()}, {"sketch": masked.hex()})
    add("unmask", "the same keystream again removes it", "mask",
        {"sketch": masked.hex(), "keystream": mask.hex()}, {"sketch": a.bytes.hex()})
    add_open("open_masked", "a masked sketch is well-formed and opens with nothing", masked,
             a.template, "none")
    for name, length in (("empty", 0), ("short", 15), ("long", 17)):
        add_error(f"mask_{name}", "a keystream of the wrong length", "mask",
                  {"sketch": a.bytes.hex(), "keystream": "5a" * length}, "length")


def damaged_sketches(a):
    given = lambda s: {"sketch": s.hex()}
    for length, part in ((0, "empty"), (1, "version only"), (5, "within the parameters"),
                         (8, "without a seed"), (39, "within the seed"),
                         (40, "without an offset"), (55, "one byte short")):
        add_error(f"truncated_{length:02}", part, "read_sketch", given(a.bytes[:length]), "length")
    add_error("one_byte_more", "a byte left over", "read_sketch", given(a.bytes + b"\0"), "length")
    add_error("twice", "two sketches in a row", "read_sketch", given(a.bytes * 2), "length")
    add_error("longer_n", "N = 256 over an offset of 128 bits", "read_sketch",
              given(a.bytes[:1] + b"\x01\x00" + a.bytes[3:]), "length")
    for version in (0, 2, 255):
        add_error(f"version_{version}", "a format that does not exist", "read_sketch",
                  given(bytes([version]) + a.bytes[1:]), "version")
    add_error("version_alone", "another format may have another length: the version is judged "
              "first", "read_sketch", given(b"\x02"), "version")


def bad_params():
    good = dict(n=128, k=32, r=8, size=32, angle=4000)
    for name, change, error in [
        ("n_0", dict(n=0), "code-length"), ("n_64", dict(n=64), "code-length"),
        ("n_129", dict(n=129), "code-length"), ("n_1024", dict(n=1024), "code-length"),
        ("k_0", dict(k=0), "secret-bits"), ("k_15", dict(k=15), "secret-bits"),
        ("k_57", dict(k=57), "secret-bits"), ("k_255", dict(n=512, k=255), "secret-bits"),
        ("r_0", dict(r=0), "checksum-bits"), ("r_5", dict(r=5), "checksum-bits"),
        ("r_24", dict(r=24), "checksum-bits"), ("list_0", dict(size=0), "list-size"),
        ("list_3", dict(size=3), "list-size"), ("list_128", dict(size=128), "list-size"),
        ("angle_0", dict(angle=0), "design-angle"), ("angle_1999", dict(angle=1999), "design-angle"),
        ("angle_8001", dict(angle=8001), "design-angle"),
    ]:
        p = params(**{**good, **change})
        add_error(f"params_{name}", "a parameter out of range", "read_params",
                  {"params": params_bytes(p).hex()}, error)
    short = params_bytes(params(**good))
    add_error("params_short", "six bytes", "read_params", {"params": short[:6].hex()}, "length")
    add_error("params_long", "eight bytes", "read_params", {"params": short.hex() + "00"}, "length")


def bad_vectors(a):
    nan, inf = float("nan"), float("inf")
    good = a.template
    cases = [
        ("nan", good[:63] + [nan], "not-finite"), ("infinite", [inf] + good[1:], "not-finite"),
        ("minus_infinite", good[:5] + [-inf] + good[6:], "not-finite"),
        ("all_nan", [nan] * 64, "not-finite"), ("zero", [0.0] * 64, "zero-vector"),
        ("minus_zero", [-0.0] * 64, "zero-vector"), ("empty", [], "dimension"),
        ("one_coordinate", [1.0], "dimension"), ("too_long", [1.0] * 129, "dimension"),
    ]
    for name, vector, error in cases:
        add_error(f"probe_{name}", "a probe without a direction in the sketch's space", "open",
                  {"sketch": a.bytes.hex(), "probe": hex32(vector)}, error)
        add_error(f"template_{name}", "a template without a direction in the sketch's space",
                  "enrol", {"params": a.p, "rho": a.rho.hex(),
                            "secret": secret_bytes(a.bits).hex(), "template": hex32(vector)}, error)


def secrets():
    for name, data in (("16", "10abcd"), ("17", "11ffff80"), ("255", "ff" + "a5" * 31 + "a4")):
        add(f"secret_{name}", "a well-formed secret", "read_secret", {"secret": data},
            {"bits": int(name)})
    for name, data, error in [
        ("empty", "", "malformed-secret"), ("too_few_bits", "0f0000", "malformed-secret"),
        ("prefix_only", "20", "length"), ("short", "20010203", "length"),
        ("long", "200102030405", "length"), ("padding_first", "11ffffc0", "malformed-secret"),
        ("padding_last", "11ffff01", "malformed-secret"),
    ]:
        add_error(f"secret_{name}", "a malformed secret", "read_secret", {"secret": data}, error)


def main():
    # RFC 8439, appendix A.1, first test vector.
    assert keystream(bytes(32), 8).hex() == "76b8e0ada0f13d90"
    a = positive()
    opens_with_nothing_or_wrong(a)
    flipped_bits(a)
    masks(a)
    damaged_sketches(a)
    bad_params()
    bad_vectors(a)
    secrets()
    wrong = 0
    for name, vector in VECTORS.items():
        path = HERE / f"{name}.json"
        text = json.dumps(vector, indent=1) + "\n"
        if path.exists():
            if path.read_text() != text:
                print(f"{name}: differs from the committed file")
                wrong += 1
        elif "--write" in sys.argv:
            path.write_text(text)
        else:
            print(f"{name}: no such file")
            wrong += 1
    print(f"{len(VECTORS)} vectors, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
