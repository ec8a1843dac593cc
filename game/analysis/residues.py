"""Whole numbers of any size in columns: kept modulo several primes, put together at the end.

Sums and products modulo the primes are exact; a number is recovered by the Chinese remainder theorem (Knuth, *The Art
of Computer Programming*, vol. 2, 3rd ed., §4.3.2) as long as it is smaller than the primes' product.  Called by
``passes``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Residues = NDArray[np.uint32]
"""Shape (primes, numbers)."""


@cache
def primes(number: int) -> tuple[int, ...]:
    """Returns the largest ``number`` primes below 2**31, the largest first: products of two fit a machine word."""
    found: list[int] = []
    candidate = 2**31 - 1
    while len(found) < number:
        if all(pow(base, candidate - 1, candidate) == 1 for base in (2, 3, 5, 7)) and _is_prime(candidate):
            found.append(candidate)
        candidate -= 2
    return tuple(found)


def _is_prime(number: int) -> bool:
    divisors = np.arange(3, int(number**0.5) + 1, 2)
    return bool((number % divisors != 0).all())


def of(numbers: Sequence[int], count: int) -> Residues:
    """Returns the residues of whole numbers modulo the first ``count`` primes."""
    columns = [[number % prime for number in numbers] for prime in primes(count)]
    return np.array(columns, dtype=np.uint32).reshape(count, len(numbers))


def numbers(residues: Residues) -> list[int]:
    """Returns the smallest whole numbers with these residues (Garner's mixed-radix form); zeros without a prime."""
    moduli = primes(len(residues))
    if not len(residues):
        return [0] * residues.shape[1]
    total, product = [int(value) for value in residues[0]], moduli[0]
    for prime, row in zip(moduli[1:], residues[1:], strict=True):
        inverse = pow(product, -1, prime)
        for place, value in enumerate(row):
            total[place] += product * ((int(value) - total[place]) * inverse % prime)
        product *= prime
    return total


def enough(bound: int) -> int:
    """Returns how many primes it takes to tell apart all numbers from 0 to ``bound``."""
    return bound.bit_length() // 30 + 1
