"""Vectors of spec/derivation.md, from a second implementation.

Needs the package argon2-cffi. Prints one JSON document; the committed file is
vectors.json beside this script.
"""

import hashlib
import hmac
import json
import unicodedata

from argon2.low_level import Type, hash_secret_raw

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        m = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) % P
    else:
        m = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (m * m - a[0] - b[0]) % P
    return x, (m * (a[0] - x) - a[1]) % P


def times(k, point):
    total = None
    while k:
        if k & 1:
            total = add(total, point)
        point = add(point, point)
        k >>= 1
    return total


def compressed(point):
    return bytes([2 + (point[1] & 1)]) + point[0].to_bytes(32, "big")


def expand(prk, label, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + label + bytes([counter]), hashlib.sha512).digest()
        out += block
        counter += 1
    return out[:length]


def argon(password, salt, cost):
    memory, passes, lanes = cost
    return hash_secret_raw(password, salt, passes, memory, lanes, 64, Type.ID, 19)


def child(point, chain, index):
    data = compressed(point) + index.to_bytes(4, "big")
    digest = hmac.new(chain, data, hashlib.sha512).digest()
    tweak = int.from_bytes(digest[:32], "big")
    return add(point, times(tweak, G)), digest[32:]


def vector(name, pin, bits, secret_hex, cost, length, b):
    salt_pin = hashlib.sha256(b"salt pin " + name.encode()).digest()[:16]
    salt_share = hashlib.sha256(b"salt share " + name.encode()).digest()[:16]
    chain = hashlib.sha256(b"chain code " + name.encode()).digest()
    normal = unicodedata.normalize("NFKC", pin).encode()
    prk = argon(normal, salt_pin, cost)
    secret = bytes([bits]) + bytes.fromhex(secret_hex)
    key = expand(prk, b"mien/v1/face-share", 64)
    f = int.from_bytes(argon(secret + key, salt_share, cost), "big") % N
    joint = add(times(f, G), times(b, G))
    account = child(*child(joint, chain, 0), 0)[0]
    return {
        "name": name,
        "pin": pin,
        "salt_pin": salt_pin.hex(),
        "salt_share": salt_share.hex(),
        "memory_kib": cost[0],
        "passes": cost[1],
        "secret": secret.hex(),
        "mask": expand(prk, b"mien/v1/offset-mask", length).hex(),
        "f": f.to_bytes(32, "big").hex(),
        "b": b.to_bytes(32, "big").hex(),
        "chain_code": chain.hex(),
        "joint_key": compressed(joint).hex(),
        "account_0": compressed(account).hex(),
    }


DEFAULT = (65536, 3, 1)
SMALL = (64, 1, 1)
print(
    json.dumps(
        [
            vector("shipped-cost", "correct horse", 64, "0123456789abcdef", DEFAULT, 32, 0xB0B),
            vector("no-pin", "", 32, "deadbeef", SMALL, 16, 3),
            vector("composed", "caf\u00e9 au lait", 40, "00ff00ff00", SMALL, 16, N - 2),
            vector("full-width-digits", "\uff11\uff12\uff13\uff14\uff15\uff16", 32, "00000000", SMALL, 64, 7),
            vector("spaces-are-kept", " 123456 ", 33, "ffffffff80", SMALL, 32, 12345),
        ],
        indent=2,
        ensure_ascii=True,
    )
)
