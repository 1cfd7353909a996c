"""Random numbers and the order of samples as architecture.md 4b says, in plain Python, so that PyTorch
and itw get the same data, first weights and batches without a file in between."""

import hashlib

WORD = (1 << 32) - 1
LONG = (1 << 64) - 1


def key_of(seed, purpose, name=""):
    parts = "".join(f"\n{len(part)}:{part}" for part in (str(seed), purpose, name))
    digest = hashlib.sha256(("itw.philox.1" + parts).encode()).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:8], "little")


def philox(counter, key):
    """Philox 4x32-10 (Salmon et al., 2011)."""
    a, b, c, d = counter
    low, high = key
    for _ in range(10):
        left, right = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (right >> 32) ^ b ^ low, right & WORD, (left >> 32) ^ d ^ high, left & WORD
        low, high = (low + 0x9E3779B9) & WORD, (high + 0xBB67AE85) & WORD
    return a, b, c, d


def uniforms(seed, purpose, name, count):
    """Numbers in [0, 1) in steps of 2^-24: the same in f32 and f64."""
    key = key_of(seed, purpose, name)
    blocks = (philox((block, 0, 0, 0), key) for block in range((count + 3) // 4))
    return [(word >> 8) * 2.0 ** -24 for block in blocks for word in block][:count]


def mix(value):
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & LONG
    value = (value ^ value >> 27) * 0x94D049BB133111EB & LONG
    return value ^ value >> 31


def order(size, seed, epoch):
    """The samples of an epoch, which count from 1: a Feistel network that is walked until it lands."""
    bits = 1 if size < 2 else ((size - 1).bit_length() + 1) // 2
    mask = (1 << bits) - 1
    blocks = (philox((number, 0, epoch & WORD, epoch >> 32), key_of(seed, "order")) for number in range(8))
    keys = [block[1] << 32 | block[0] for block in blocks]

    def encrypt(value):
        left, right = value >> bits, value & mask
        for key in keys:
            left, right = right, left ^ (mix((right + key) & LONG) & mask)
        return left << bits | right

    def walk(index):
        value = encrypt(index)
        while value >= size:
            value = encrypt(value)
        return value
    return [walk(index) for index in range(size)]
