#!/usr/bin/env python3
"""Writes the vectors of spec/cosign.md beside this file.

A second implementation of everything there that does not depend on chance,
written from the text and sharing no code with the Rust crate. Run it without
arguments; the files must not change unless the specification does.
"""

import hashlib
import hmac
import json
import pathlib

# secp256k1 (SEC 2, 2.4.1)
P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    if a is None:
        return b
    if b is None:
        return a
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def mul(k, point=G):
    out = None
    for bit in bin(k % N)[2:]:
        out = add(out, out)
        if bit == "1":
            out = add(out, point)
    return out


def neg(point):
    return point[0], P - point[1]


def sec1(point):
    return bytes([2 + point[1] % 2]) + point[0].to_bytes(32, "big")


def b32(number):
    return number.to_bytes(32, "big")


def tagged(tag, *parts, hash=hashlib.sha256):
    h = hash()
    for part in (tag.encode(), *parts):
        h.update(len(part).to_bytes(8, "big") + part)
    return h.digest()


def seed(label):
    """Arbitrary bytes that everyone can make again."""
    return hashlib.sha256(b"mien cosign vectors/" + label.encode()).digest()


def scalar(label):
    return int.from_bytes(seed(label), "big") % N


def keccak256(data):
    rate, state = 136, [[0] * 5 for _ in range(5)]
    rounds, lfsr = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if lfsr & 1:
                constant |= 1 << (2**j - 1)
            lfsr = (lfsr << 1) ^ (0x171 if lfsr & 0x80 else 0)
        rounds.append(constant)
    mask = 2**64 - 1
    rot = lambda v, n: ((v << n) | (v >> (64 - n))) & mask if n else v
    data = bytearray(data) + b"\x01" + bytes(-(len(data) + 1) % rate)
    data[-1] |= 0x80
    for start in range(0, len(data), rate):
        for i in range(rate // 8):
            lane = int.from_bytes(data[start + 8 * i : start + 8 * i + 8], "little")
            state[i % 5][i // 5] ^= lane
        for constant in rounds:
            c = [s[0] ^ s[1] ^ s[2] ^ s[3] ^ s[4] for s in state]
            for x in range(5):
                d = c[(x - 1) % 5] ^ rot(c[(x + 1) % 5], 1)
                state[x] = [lane ^ d for lane in state[x]]
            x, y, current = 1, 0, state[1][0]
            for t in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                current, state[x][y] = state[x][y], rot(current, (t + 1) * (t + 2) // 2 % 64)
            for y in range(5):
                row = [state[x][y] for x in range(5)]
                for x in range(5):
                    state[x][y] = row[x] ^ (~row[(x + 1) % 5] & mask & row[(x + 2) % 5])
            state[0][0] ^= constant
    return b"".join(state[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


assert keccak256(b"").hex().startswith("c5d2460186f7233c")


def address(point):
    return keccak256(b32(point[0]) + b32(point[1]))[12:]


def base58check(payload):
    data = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


# --- spec/cosign.md -------------------------------------------------------

FACE, KEEPER = 1, 2
KEYGEN, RENEWAL, PHRASE = 0, 1, 2


def party(label):
    return tagged("mien/cosign/v1/party", label.encode())


FACE_ID, KEEPER_ID = party("face"), party("keeper")


def message(kind, session, body):
    return bytes([1, kind]) + session + body


def challenge(role, purpose, context, x, r):
    digest = tagged("mien/cosign/v1/share-proof", bytes([role, purpose]), context, x, r)
    return int.from_bytes(digest, "big") % N


def prove(x, role, purpose, context, k):
    point, commitment = sec1(mul(x)), sec1(mul(k))
    e = challenge(role, purpose, context, point, commitment)
    return point + commitment + b32((k + e * x) % N)


def ckd_pub(point, chain_code, index):
    digest = hmac.new(chain_code, sec1(point) + index.to_bytes(4, "big"), hashlib.sha512).digest()
    tweak = int.from_bytes(digest[:32], "big")
    assert tweak < N
    return tweak, add(point, mul(tweak)), digest[32:]


def account(point, chain_code, index):
    t0, change, code = ckd_pub(point, chain_code, 0)
    ti, child, _ = ckd_pub(change, code, index)
    return (t0 + ti) % N, child


def shares():
    cases = []

    def case(name, kind, value, valid, scalar_value=None):
        entry = {"name": name, "kind": kind, "bytes": value.hex(), "valid": valid}
        if scalar_value is not None:
            entry["scalar"] = b32(scalar_value).hex()
        cases.append(entry)

    for value, face, helper in [
        (0, False, False),
        (1, False, False),
        (2, False, True),
        (3, True, True),
        (N - 1, True, False),
        (N - 2, True, True),
        (scalar("share"), True, True),
    ]:
        name = f"n-{N - value}" if value > N // 2 and N - value < 9 else str(value)[:8]
        case(f"face {name}", "face", b32(value), face, value if face else None)
        case(f"helper {name}", "helper", b32(value), helper, value if helper else None)
    for value in [N, N + 1, 2**256 - 1]:
        case(f"face out of range {value - N}"[:32], "face", b32(value), False)
        case(f"helper out of range {value - N}"[:32], "helper", b32(value), False)
    for name, wide in [
        ("zero", 0),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("n", N),
        ("n + 2", N + 2),
        ("n + 3", N + 3),
        ("n squared", N * N),
        ("two to the 256", 2**256),
        ("all ones", 2**512 - 1),
        ("arbitrary", int.from_bytes(seed("wide 1") + seed("wide 2"), "big")),
    ]:
        valid = wide % N > 2
        case(f"wide {name}", "wide", wide.to_bytes(64, "big"), valid, wide % N if valid else None)
    return cases


def accounts():
    cases = []
    for label in ["first", "second"]:
        point, code = mul(scalar(f"{label} joint key")), seed(f"{label} chain code")
        xpub = bytes.fromhex("0488b21e") + bytes(9) + code + sec1(point)
        children = []
        for index in [0, 1, 2, 1000, 2**31 - 1]:
            tweak, child = account(point, code, index)
            children.append(
                {
                    "index": index,
                    "tweak": b32(tweak).hex(),
                    "public_key": sec1(child).hex(),
                    "address": address(child).hex(),
                }
            )
        cases.append(
            {
                "name": label,
                "public_key": sec1(point).hex(),
                "chain_code": code.hex(),
                "xpub": base58check(xpub),
                "master_address": address(point).hex(),
                "children": children,
                "invalid_indices": [2**31, 2**31 + 1, 2**32 - 1],
            }
        )
    return cases


def public_keys():
    some = mul(scalar("some key"))
    off_curve = 5  # 5^3 + 7 is no square modulo p
    assert pow(off_curve**3 + 7, (P - 1) // 2, P) == P - 1
    return [
        {"name": "ordinary", "bytes": sec1(some).hex(), "valid": True},
        {"name": "its negative", "bytes": sec1(neg(some)).hex(), "valid": True},
        {"name": "twice the generator", "bytes": sec1(mul(2)).hex(), "valid": True},
        {"name": "generator", "bytes": sec1(G).hex(), "valid": False},
        {"name": "negative generator", "bytes": sec1(neg(G)).hex(), "valid": False},
        {"name": "zeros", "bytes": bytes(33).hex(), "valid": False},
        {"name": "off the curve", "bytes": (b"\x02" + b32(off_curve)).hex(), "valid": False},
        {"name": "x equal to p", "bytes": (b"\x02" + b32(P)).hex(), "valid": False},
        {"name": "x above p", "bytes": (b"\x03" + b32(P + 1)).hex(), "valid": False},
        {"name": "uncompressed tag", "bytes": (b"\x04" + b32(some[0])).hex(), "valid": False},
        {"name": "hybrid tag", "bytes": (b"\x06" + b32(some[0])).hex(), "valid": False},
        {"name": "compact tag", "bytes": (b"\x05" + b32(some[0])).hex(), "valid": False},
    ]


def ids():
    face_nonce, keeper_nonce = seed("face nonce"), seed("keeper nonce")
    session = tagged("mien/cosign/v1/setup", FACE_ID, KEEPER_ID, face_nonce, keeper_nonce)
    salt, secret = seed("seed salt"), seed("seed")
    commit = lambda role, nonce: tagged(
        "mien/cosign/v1/seed-commitment", bytes([role]), FACE_ID, KEEPER_ID, nonce, salt, secret
    )
    transfer = lambda receiver: tagged(
        "mien/cosign/v1/transfer", session, bytes([receiver, 3 - receiver])
    )
    joint, code, digest = mul(scalar("joint")), seed("code"), seed("message hash")
    sign_ids = []
    for index, attempt in [(None, 0), (0, 0), (0, 1), (7, 0), (2**31 - 1, 2**32 - 1)]:
        key = joint if index is None else account(joint, code, index)[1]
        path = b"\0" if index is None else b"\1" + index.to_bytes(4, "big")
        sign_id = tagged(
            "mien/cosign/v1/sign", session, sec1(key), path, digest, attempt.to_bytes(4, "big")
        )
        sign_ids.append({"index": index, "attempt": attempt, "sign_id": sign_id.hex()})
    return {
        "face": FACE_ID.hex(),
        "keeper": KEEPER_ID.hex(),
        "face_nonce": face_nonce.hex(),
        "keeper_nonce": keeper_nonce.hex(),
        "setup_id": session.hex(),
        "salt": salt.hex(),
        "seed": secret.hex(),
        "face_seed_commitment": commit(FACE, face_nonce).hex(),
        "keeper_seed_commitment": commit(KEEPER, keeper_nonce).hex(),
        "transfer_face_receives": transfer(FACE).hex(),
        "transfer_keeper_receives": transfer(KEEPER).hex(),
        "public_key": sec1(joint).hex(),
        "chain_code": code.hex(),
        "message_hash": digest.hex(),
        "sign_ids": sign_ids,
    }


def keygen():
    f, b = scalar("f"), scalar("b")
    big_f, big_b = mul(f), mul(b)
    face_nonce, keeper_nonce = seed("keygen face nonce"), seed("keygen keeper nonce")
    session = tagged("mien/cosign/v1/keygen", FACE_ID, KEEPER_ID, face_nonce, keeper_nonce)
    face_half, keeper_half, salt = seed("face half"), seed("keeper half"), seed("keygen salt")
    face_proof = prove(f, FACE, KEYGEN, session, scalar("face k"))
    keeper_proof = prove(b, KEEPER, KEYGEN, session, scalar("keeper k"))
    commit = lambda proof, half, salt: tagged(
        "mien/cosign/v1/keygen-commitment", session, salt, proof, half
    )
    joint = add(big_f, big_b)
    code = tagged("mien/cosign/v1/chain-code", session, face_half, keeper_half, sec1(joint))
    commitment = commit(keeper_proof, keeper_half, salt)
    good = message(0x24, session, keeper_proof + keeper_half + salt)
    cases = []

    def face(name, answer, opening, error):
        case = {"name": name, "side": "face", "error": error}
        cases.append({**case, "commitment": answer.hex(), "message": opening.hex()})

    def keeper(name, second, error):
        cases.append({"name": name, "side": "keeper", "error": error, "message": second.hex()})

    def cheat(name, proof, error="proof"):
        face(
            name,
            commit(proof, keeper_half, salt),
            message(0x24, session, proof + keeper_half + salt),
            error,
        )

    other = scalar("other b")
    honest_other = prove(other, KEEPER, KEYGEN, session, scalar("other k"))
    face("honest", commitment, good, None)
    face("b changed after the commitment", commitment,
         message(0x24, session, honest_other + keeper_half + salt), "commitment")
    face("chain code half changed", commitment,
         message(0x24, session, keeper_proof + seed("x") + salt), "commitment")
    face("salt changed", commitment,
         message(0x24, session, keeper_proof + keeper_half + seed("x")), "commitment")
    cheat("proof for the face side", prove(b, FACE, KEYGEN, session, scalar("keeper k")))
    cheat("proof for a renewal", prove(b, KEEPER, RENEWAL, session, scalar("keeper k")))
    cheat("proof of another session", prove(b, KEEPER, KEYGEN, seed("x"), scalar("keeper k")))
    cheat("proof of another point", sec1(big_f) + keeper_proof[33:])
    cheat("response of n and more", keeper_proof[:66] + b32(N))
    cheat("response off by one",
          keeper_proof[:66] + b32((int.from_bytes(keeper_proof[66:], "big") + 1) % N))
    cheat("point off the curve", b"\x02" + b32(5) + keeper_proof[33:])
    cheat("the face side's own share",
          prove(f, KEEPER, KEYGEN, session, scalar("keeper k")), "related")
    cheat("the negative of the face side's share",
          prove(N - f, KEEPER, KEYGEN, session, scalar("keeper k")), "related")
    cheat("a sum of one", prove((1 - f) % N, KEEPER, KEYGEN, session, scalar("keeper k")), "key")
    cheat("a sum of minus one",
          prove((-1 - f) % N, KEEPER, KEYGEN, session, scalar("keeper k")), "key")
    face("another session's header", commitment, message(0x24, seed("x"), good[34:]), "session")
    face("another kind", commitment, message(0x23, session, good[34:]), "order")
    face("another version", commitment, b"\x02" + good[1:], "version")
    face("one byte short", commitment, good[:-1], "malformed")
    face("one byte more", commitment, good + b"\0", "malformed")

    second = lambda proof: message(0x23, session, proof + face_half)
    keeper("honest", second(face_proof), None)
    keeper("proof for the keeper", second(prove(f, KEEPER, KEYGEN, session, 7)), "proof")
    keeper("proof for a phrase", second(prove(f, FACE, PHRASE, session, 7)), "proof")
    keeper("replayed proof", second(prove(f, FACE, KEYGEN, seed("x"), 7)), "proof")
    keeper("proof of another point", second(sec1(big_b) + face_proof[33:]), "proof")
    keeper("the keeper's own share", second(prove(b, FACE, KEYGEN, session, 7)), "related")
    keeper("the keeper's negative", second(prove(N - b, FACE, KEYGEN, session, 7)), "related")
    keeper("a sum of one", second(prove((1 - b) % N, FACE, KEYGEN, session, 7)), "key")
    keeper("another session's header", message(0x23, seed("x"), face_proof + face_half), "session")
    keeper("truncated", second(face_proof)[:-1], "malformed")
    return {
        "face_share": b32(f).hex(),
        "helper_share": b32(b).hex(),
        "face_nonce": face_nonce.hex(),
        "keeper_nonce": keeper_nonce.hex(),
        "session": session.hex(),
        "face_half": face_half.hex(),
        "keeper_half": keeper_half.hex(),
        "salt": salt.hex(),
        "keeper_proof": keeper_proof.hex(),
        "flight_1_face": message(0x21, face_nonce, b"").hex(),
        "flight_1_keeper": message(0x22, session, keeper_nonce + commitment).hex(),
        "public_key": sec1(joint).hex(),
        "chain_code": code.hex(),
        "first_address": address(account(joint, code, 0)[1]).hex(),
        "cases": cases,
    }


def share_proofs():
    old, new, b = scalar("old f"), scalar("new f"), scalar("renewed b")
    joint, session = mul((old + b) % N), seed("setup session")
    delta = (old - new) % N

    def context(purpose, where=session, key=joint):
        return tagged("mien/cosign/v1/share-proof-context", where, bytes([purpose]), sec1(key))

    cases = []

    def case(name, purpose, proof_purpose, where, key, x, delta, error, header=None):
        inner = prove(x, FACE, proof_purpose, context(proof_purpose, where, key), scalar("k " + name))
        head = header or context(proof_purpose, where, key)
        cases.append(
            {
                "name": name,
                "purpose": ["", "renewal", "phrase"][purpose],
                "delta": b32(delta % N).hex(),
                "message": message(0x31, head, inner).hex(),
                "error": error,
            }
        )

    case("renewal", RENEWAL, RENEWAL, session, joint, new, delta, None)
    case("phrase", PHRASE, PHRASE, session, joint, new, delta, None)
    case("unchanged share", RENEWAL, RENEWAL, session, joint, old, 0, None)
    case("delta of another share", RENEWAL, RENEWAL, session, joint, new, delta + 1, "share")
    case("delta the wrong way round", RENEWAL, RENEWAL, session, joint, new, -delta, "share")
    case("proof of another share", RENEWAL, RENEWAL, session, joint, new + 1, delta, "share")
    case("for a phrase", RENEWAL, PHRASE, session, joint, new, delta, "session")
    case("for a renewal", PHRASE, RENEWAL, session, joint, new, delta, "session")
    case("of another session", RENEWAL, RENEWAL, seed("x"), joint, new, delta, "session")
    case("for another key", RENEWAL, RENEWAL, session, mul(9), new, delta, "session")
    forged = context(RENEWAL)
    case("replayed, header forged", RENEWAL, RENEWAL, seed("x"), joint, new, delta, "proof", forged)
    case("another purpose, header forged", RENEWAL, PHRASE, session, joint, new, delta, "proof", forged)
    case("trivial result", RENEWAL, RENEWAL, session, joint, new, -b, "trivial")
    return {
        "helper_share": b32(b).hex(),
        "public_key": sec1(joint).hex(),
        "session": session.hex(),
        "cases": cases,
    }


def signatures():
    d, k, digest = scalar("d"), scalar("nonce k"), seed("signed hash")
    point, z = mul(d), int.from_bytes(digest, "big")
    r_point = mul(k)
    r = r_point[0] % N
    s = pow(k, -1, N) * (z + r * d) % N
    v = r_point[1] % 2 | (2 if r_point[0] >= N else 0)
    if s > N // 2:
        s, v = N - s, v ^ 1
    cases = []

    def case(name, r, s, v, valid, key=point, digest=digest):
        cases.append(
            {
                "name": name,
                "signature": (b32(r) + b32(s) + bytes([v])).hex(),
                "public_key": sec1(key).hex(),
                "message_hash": digest.hex(),
                "valid": valid,
            }
        )

    case("valid", r, s, v, True)
    case("valid, v plus 27", r, s, v + 27, True)
    case("high s", r, N - s, v ^ 1, False)
    case("other parity", r, s, v ^ 1, False)
    case("x reduced", r, s, v | 2, False)
    case("recovery id 4", r, s, 4, False)
    case("v of 31", r, s, 31, False)
    case("v with chain id", r, s, 37 + v, False)
    case("r zero", 0, s, v, False)
    case("s zero", r, 0, v, False)
    case("r equal to n", N, s, v, False)
    case("s equal to n", r, N, v, False)
    case("r and s swapped", s, min(r, N - r), v, False)
    case("other hash", r, s, v, False, digest=seed("other hash"))
    case("other key", r, s, v, False, key=mul(d + 1))
    case("negative key", r, s, v, False, key=neg(point))
    return cases


HERE = pathlib.Path(__file__).parent
for build in [shares, accounts, public_keys, ids, keygen, share_proofs, signatures]:
    text = json.dumps(build(), indent=1)
    (HERE / f"{build.__name__}.json").write_text(text + "\n")
