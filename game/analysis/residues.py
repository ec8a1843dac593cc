"""Whole numbers of any size in columns: kept modulo several primes, put together at the end.

Sums and products modulo the primes are exact; a number is recovered by the Chinese remainder theorem (Knuth, *The Art
of Computer Programming*, vol. 2, 3rd ed., §4.3.2) as long as it is smaller than the primes' product.  Used by ``bulk``.
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


def times(one: Residues, rows: NDArray[np.int64], factors: Residues, kinds: NDArray[np.int64]) -> Residues:
    """Returns the products of ``one`` at ``rows`` with ``factors`` at ``kinds`` (both as long as the result)."""
    result = np.empty((len(one), len(rows)), dtype=np.uint32)
    for row, prime in enumerate(primes(len(one))):
        result[row] = one[row][rows].astype(np.uint64) * factors[row][kinds] % np.uint64(prime)
    return result


def merged(parts: Sequence[tuple[Residues, int]], order: NDArray[np.int64], starts: NDArray[np.int64]) -> Residues:
    """Returns the sums of runs over all parts, each first multiplied by its factor.

    ``order`` puts the parts' numbers, one after another, in order; a run begins at each of ``starts``.
    """
    count = len(parts[0][0])
    result = np.empty((count, len(starts)), dtype=np.uint32)
    for row, prime in enumerate(primes(count)):
        scaled = np.concatenate([part[row] if factor == 1 else
                                 (part[row].astype(np.uint64) * np.uint64(factor % prime) % np.uint64(prime))
                                 .astype(np.uint32) for part, factor in parts])
        result[row] = np.add.reduceat(scaled[order], starts, dtype=np.uint64) % np.uint64(prime)
    return result


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
