"""The language of guards and amounts: what it computes, what it refuses and where."""

from __future__ import annotations

import ast
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core import expressions
from game.core.expressions import MAX_LENGTH, MAX_NUMBER, Expression, ExpressionError

VALUES: dict[str, int | str] = {"a": 2, "b": 5, "zero": 0, "word": "red", "low": -3}

COMPUTED = [
    ("7", 7), ("-7", -7), ("a + b", 7), ("a - b", -3), ("a * b", 10), ("-a", -2), ("a + b * 2", 12), ("(a + b) * 2", 14),
    ("a == 2", 1), ("a == b", 0), ("a != b", 1), ("a < b", 1), ("b < a", 0), ("a <= 2", 1), ("b <= a", 0), ("b > a", 1),
    ("a > 2", 0), ("b >= 5", 1), ("a >= b", 0), ("1 < a < b", 1), ("1 < b < a", 0), ("low < zero", 1),
    ("a and zero", 0), ("a and b", 1), ("zero or a", 1), ("zero or 0", 0), ("not a", 0), ("not zero", 1),
    ("a == 2 and b == 5 or zero", 1), ("not (a == 2 and b == 4)", 1), ("a == 9 or b == 5 and zero == 0", 1),
    ("word == 'red'", 1), ("word == 'blue'", 0), ("word != 'blue'", 1), ("'red' == word", 1), ("'x'", "x"),
    ("word in ['red', 'blue']", 1), ("word in ('green', 'blue')", 0), ("word not in ['green']", 1),
    ("word not in ['red']", 0), ("a in [1, 2]", 1), ("a in [b, 3]", 0), ("a in []", 0), ("a not in []", 1),
    ("min(a, b)", 2), ("max(a, b)", 5), ("min(a, b, low)", -3), ("max(a)", 2), ("min(a + 9, b) * 2", 10),
    ("True", 1), ("False", 0), ("  a  ", 2), ("word", "red"), ("word == a", 0), ("word != a", 1), ("word < a", 0),
    ("a + word", 2), ("(a ==\n 2)", 1), (str(MAX_NUMBER), MAX_NUMBER), (str(-MAX_NUMBER), -MAX_NUMBER),
]

REFUSED = [
    ("", 0), ("   ", 0), ("a +", 2), ("a b", 0), ("(a", 0), ("a = 2", 0), ("1; 2", 1),
    ("a / b", 0), ("a // b", 0), ("a % b", 0), ("a ** b", 0), ("a << 1", 0), ("a | b", 0), ("a & b", 0), ("~a", 0), ("+a", 0),
    ("1.5", 0), ("a + 1.5", 4), ("1j", 0), ("None", 0), ("b'x'", 0), ("...", 0), ("f'{a}'", 0), ("a + f'{a}'", 4),
    ("a.b", 0), ("b + a.real", 4), ("a[0]", 0), ("[a]", 0), ("(a, b)", 0), ("{a}", 0), ("{}", 0), ("a + [1]", 4),
    ("a if b else 1", 0), ("lambda: 1", 0), ("[x for x in a]", 0), ("(a := 2)", 1), ("a + (yield)", 5),
    ("print(a)", 0), ("a + abs(b)", 4), ("min()", 0), ("min(*[a])", 4), ("max(a, key=b)", 0), ("__import__('os')", 0),
    ("a is b", 0), ("a is not b", 0), ("b + (a is b)", 5), ("a in b", 5), ("a in 'red'", 5), ("word in word", 8),
    ("word < 'red'", 7), ("'red' >= word", 0), ("a + 10000000", 4), ("a == 99999999999999999999", 5),
    ("  a.b", 2), ("word == '红' and a.b", 16), ("'中文' == word and 9999999", 17), ("(a ==\n 1.5)", 7),
]


@pytest.mark.parametrize(("source", "expected"), COMPUTED)
def test_computes(source: str, expected: int | str) -> None:
    assert Expression.parse(source).evaluate(VALUES) == expected


@pytest.mark.parametrize(("source", "expected"), COMPUTED)
def test_truth_values_are_numbers(source: str, expected: int | str) -> None:
    assert type(Expression.parse(source).evaluate(VALUES)) is type(expected)


@pytest.mark.parametrize(("source", "offset"), REFUSED)
def test_refuses_and_points_at_the_fault(source: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        Expression.parse(source)
    syntax = str(caught.value) == "this is not an expression"
    if syntax:  # where a syntax error is seen differs between versions of Python; it must lie within the text
        assert 0 <= caught.value.offset <= max(0, len(source) - 1)
    else:
        assert caught.value.offset == offset


def test_refuses_what_is_too_long() -> None:
    Expression.parse("a" * MAX_LENGTH)
    with pytest.raises(ExpressionError, match=str(MAX_LENGTH)):
        Expression.parse("a" * (MAX_LENGTH + 1))


@pytest.mark.parametrize("source", ["(" * 240 + "1" + ")" * 240, "-" * 499 + "1", "not " * 120 + "1", "min(" * 120 + "1" + ")" * 120,
                                    "1+" * 249 + "1", "1<" * 249 + "1", "'" * 400, "9" * 500, "[" * 500, "\x00", "a\ud800"])
def test_nothing_but_an_expression_error_escapes(source: str) -> None:
    try:
        value = Expression.parse(source).evaluate({})
    except ExpressionError as fault:
        assert 0 <= fault.offset < max(1, len(source))
    else:
        assert isinstance(value, int)


@given(st.text(max_size=60) | st.text(alphabet="ab01 +-*()<>=!'[],andornotimx.\n", max_size=40))
def test_any_text_parses_or_is_refused_with_a_place_inside_it(source: str) -> None:
    try:
        parsed = Expression.parse(source)
    except ExpressionError as fault:
        assert 0 <= fault.offset < max(1, len(source))
    else:
        assert isinstance(parsed.evaluate(dict.fromkeys(parsed.names, 1)), int | str)


def test_names_are_the_variables_read() -> None:
    assert Expression.parse("min(us, 3) > 2 and dp08 == 'alone' or not x").names == {"us", "dp08", "x"}
    assert Expression.parse("1 + 2").names == frozenset()


def test_comparisons_with_words_are_kept_with_their_places() -> None:
    found = Expression.parse("  d == 'tea' or 'milk' != e or f in ['x', 'y']").comparisons
    assert [(test.name, test.word, test.offset) for test in found] == [
        ("d", "tea", 7), ("e", "milk", 16), ("f", "x", 37), ("f", "y", 42)]


def test_equal_sources_are_equal_and_hash_alike() -> None:
    one, two = Expression.parse("a >= 2"), Expression.parse("a >= 2")
    assert one == two and hash(one) == hash(two) and len({one, two}) == 1
    assert one != Expression.parse("a >= 3")
    assert str(one) == "a >= 2"


def test_a_name_without_a_place_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Expression.parse("a + missing").bind({"a": 0})


def test_and_or_stop_early() -> None:
    bound = Expression.parse("a or b").bind({"a": 0, "b": 9})
    assert bound((1,)) == 1, "the second operand has no value and must not be read"


def test_doctest() -> None:
    result = doctest.testmod(expressions)
    assert result.attempted and not result.failed


def test_an_expression_may_be_built_without_being_parsed() -> None:
    tree = ast.BinOp(ast.Name("a", ast.Load()), ast.Add(), ast.Constant(2))
    built = Expression.built(tree)
    assert built == Expression.parse("a + 2") and built.names == {"a"} and built.evaluate({"a": 3}) == 5
