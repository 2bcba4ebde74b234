"""A formula says nothing but what its grammar holds; what it says is written and computed as a spreadsheet does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from generator.formulas.evaluate import evaluate
from generator.formulas.excel import excel
from generator.formulas.expression import Argument, Call, Expression, Leaf, Name, Negative, Number, Operation, leaves
from generator.formulas.linear import Linear, Quantity, constant, linear
from generator.formulas.parse import DEEPEST, LONGEST, Macro, parse
from generator.formulas.tokens import Fault
from tests.companies import complaints


class Letters:
    """Single letters are names, with or without brackets around them."""

    def __init__(self) -> None:
        self.macros: Mapping[str, Macro] = {"twice": Macro(("x",), Operation("+", Argument("x"), Argument("x")))}

    def parameter(self, word: str) -> Name:
        return self.path([word])

    def path(self, path: Sequence[str]) -> Name:
        if len(path) == 1 and len(path[0]) == 1:
            return Name(path[0])
        raise Fault(f"unknown {'.'.join(path)}")

    def on(self, leaf: Expression, day: str) -> Leaf:
        raise Fault(day)

    def builtin(self, word: str) -> Callable[[Expression], Expression] | None:
        return Negative if word == "less" else None


def tree_of(formula: str) -> Expression:
    return parse(formula, Letters())[0]


def written(formula: str) -> str:
    return excel(tree_of(formula), lambda leaf: leaf.key if isinstance(leaf, Name) else "")


def computed(formula: str, given: dict[str, float | str]) -> object:
    def value(leaf: Leaf) -> Quantity | None:
        assert isinstance(leaf, Name)
        found = given[leaf.key]
        return constant(found)

    return evaluate(tree_of(formula), value).constant


@pytest.mark.parametrize(("formula", "given", "value"), [
    ("a+b*c", {"a": 1, "b": 2, "c": 3}, 7), ("-a/b", {"a": 6, "b": 3}, -2), ("(a-b)*100", {"a": 3, "b": 1}, 200),
    ("a-b-c", {"a": 9, "b": 3, "c": 1}, 5), ("a/b/c", {"a": 12, "b": 3, "c": 2}, 2),
    ("a-(b-c)", {"a": 9, "b": 3, "c": 1}, 7),
    ("--a", {"a": 4}, 4), ("+a", {"a": 4}, 4), ("a--b", {"a": 4, "b": 1}, 5),
    ("IF(a<>b,a,b)", {"a": 1, "b": 2}, 1), ("IF(a=b,a,b)", {"a": 1, "b": 2}, 2), ("IF(a>=b,1)+0", {"a": 1, "b": 2}, 0),
    ("IF(b=0,0,a/b)", {"a": 1, "b": 0}, 0), ('IF(a<0,"n.m.",a)', {"a": -1}, "n.m."),
    ("a/b", {"a": 1, "b": 0}, "#DIV/0!"),
    ("CHOOSE(a,b,c)", {"a": 2, "b": 5, "c": 7}, 7), ("CHOOSE(1+(a<0)+(b<0),a,b,0)", {"a": -3, "b": 4}, 4),
    ("CHOOSE(a,b)", {"a": 2, "b": 5}, "#VALUE!"), ("SUM(a,b,c)-SUM(a)", {"a": 1, "b": 2, "c": 3}, 5),
    ("ABS(MIN(a,b))+MAX(a,b)", {"a": -4, "b": 2}, 6), ("AND(a>0,b>0)*1", {"a": 1, "b": -1}, 0),
    ("OR(a>0,b>0)*1", {"a": 1, "b": -1}, 1), ("ROUND(a,1)", {"a": 1.26}, 1.3), ("ROUND(a,0)", {"a": 2.5}, 3),
    ("ROUND(a,0)", {"a": -2.5}, -3), ("ROUND(a,-1)", {"a": 1234}, 1230), ("ROUND(a,100*100)", {"a": 1.25}, 1.25),
    ("ROUND(a,-100)", {"a": 1e14}, 0), ("ROUND(a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a,0)", {"a": 1e15}, "#NUM!"),
    ("CHOOSE(a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a,1)", {"a": 1e15}, "#NUM!"),
    ("COUNT(a,b)", {"a": 1, "b": 2}, 2), ("COUNT(a,b)", {"a": 1, "b": "n.a."}, 1),
    ("IF(ISNUMBER(a),a,0)", {"a": 5}, 5), ("IF(ISNUMBER(a),a,0)", {"a": "n.a."}, 0),
    ("SUM(a,b)", {"a": 1, "b": "–"}, 1),
    ('a&"x"&b', {"a": 1.5, "b": "y"}, "1.5xy"), ('IF(a="N.A.",1,0)', {"a": "n.a."}, 1),
    ("a+b", {"a": 1, "b": "x"}, "#VALUE!"),
    ("{{ twice(a) }}*b", {"a": 2, "b": 3}, 12), ("{{ less(a) }}", {"a": 2}, -2), ("{{ -a }}", {"a": 2}, -2),
])
def test_a_formula_is_worth_what_a_spreadsheet_makes_of_it(formula: str, given: dict[str, float | str],
                                                           value: object) -> None:
    assert computed(formula, given) == pytest.approx(value) if isinstance(value, float) else \
        computed(formula, given) == value


@pytest.mark.parametrize(("formula", "text"), [
    ("= a + b ", "a+b"), ("(a+b)+c", "a+b+c"), ("a+(b+c)", "a+(b+c)"), ("a-(b+c)", "a-(b+c)"), ("a*(b/c)", "a*(b/c)"),
    ("-(a+b)", "-(a+b)"), ("(-a)*b", "-a*b"), ("(a=(b+c))*1", "(a=b+c)*1"), ("((a))", "a"), ('"x""y"&a', '"x""y"&a'),
    ("IF(a<b,SUM(a,b),100*a)", "IF(a<b,SUM(a,b),100*a)"), ("{{ twice(a) }}*b", "(a+a)*b"),
    ("a/{{ less(b) }}", "a/-b"),
])
def test_a_formula_is_written_with_the_brackets_that_it_needs(formula: str, text: str) -> None:
    assert written(formula) == text
    assert tree_of(text) == tree_of(formula)


def test_what_is_written_is_read_as_the_same_tree() -> None:
    random.seed(9)

    def grown(depth: int) -> Expression:
        match random.randrange(6) if depth else random.randrange(2):
            case 0:
                return Name(random.choice("abc"))
            case 1:
                return Number(random.choice((0, 1, 100)))
            case 2:
                return Negative(grown(depth - 1))
            case 3:
                return Call(random.choice(("SUM", "MAX", "COUNT")), (grown(depth - 1), grown(depth - 1)))
        return Operation(random.choice("+-*/"), grown(depth - 1), grown(depth - 1))

    for _ in range(300):
        tree = grown(5)
        assert tree_of(excel(tree, lambda leaf: getattr(leaf, "key", ""))) == tree


def test_sums_of_figures_are_linear_and_products_are_not() -> None:
    def value(leaf: Leaf) -> Quantity:
        assert isinstance(leaf, Name)
        return linear(Linear({"abc".index(leaf.key): 1.0}))

    for formula, terms in (("a-(b-c)/1", {0: 1, 1: -1, 2: 1}), ("100*SUM(a,b)", {0: 100, 1: 100}),
                           ("IF(COUNT(a)*COUNT(b),a-b,\"n.a.\")", {0: 1, 1: -1}), ("-a", {0: -1})):
        found = evaluate(tree_of(formula), value)
        assert found.linear is not None
        assert dict(found.linear.terms) == terms
    for formula, worth in (("a*b", 6), ("a/b", 1.5), ("MAX(a,b)", 3), ("IF(a>b,a,b)", 3), ("ABS(a-b)", 1)):
        found = evaluate(tree_of(formula), value)
        assert found.linear is None
        assert found.facts == {0, 1}
        assert found.value([3.0, 2.0, 0.0]) == worth


HOSTILE = (
    "{{ a.__class__ }}", "a.__class__", "{{ ().__class__ }}", "().__class__.__bases__[0].__subclasses__()",
    "__import__('os')",
    "__import__", "lambda: a", "(lambda: 1)()", "[a for b in c]", "{a: b}", "{a, b}", "(a for b in c)",
    "a if b else c",
    "a := 1", "(a:=1)", "f'{a}'", 'f"{a}"', "'a'", "'%s' % a", "a ** b", "9**9**9", "1e308*100", "9" * 5000, "0x10",
    "1_000",
    "1j", "a @ b", "a // b", "a % b", "a ~ b", "~a", "a | b", "a ^ b", "a << 1", "not a", "a and b", "a in b",
    "a is b",
    "a < b < c", "a == b", "a != b", "a;b", "a\nimport os", "#", "a#b", "\\x41", "SUM(*a)", "SUM(**a)",
    "SUM(a for a in b)",
    "eval(a)", "exec(a)", "compile(a)", "open(a)", "print(a)", "SUM.__globals__", "SUM", "IF", "ABS(a,b)",
    "ISNUMBER()", "IF(a)",
    "{% for i in a %}{% endfor %}", "{{ a|attr('b') }}", "{{ a|upper }}", "{{ a() }}", "{{ twice() }}",
    "{{ twice(a,b) }}",
    "{{ twice(twice(a)) }}", "{{ a + b }}", "{{ a", "a }}", "{{ }}", "{# a #}", "{{ 7*7 }}", "{{ [].append(a) }}",
    "{{ a['x' }}",
    "INDIRECT(a)", "WEBSERVICE(a)", "HYPERLINK(a)", "CALL(a)", "H10", "$H$10", "Facts!H10", "'Cash Flow'!H10",
    "[Book.xlsx]S!A1",
    "A1:B2", "a;b", "a b", "a,b", "(a,b)", "(a", "a)", "", "=", "==a", "@a", "a!", "\u0661", "\uff41", "\u202ea",
    "1..2", "1.5", ".5", "365",
    '"a', '"a"+1', '1-"a"', '-"a"', "{{ a }}{{ b }}", "()", "a+", "*a", "SUM(", "SUM(a,)", "SUM(,a)", "TRUE", "None",
    "...", "{{ 'x'*300000000 }}", "10**10**8", "{{ range(10**9) }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ cycler.__init__.__globals__ }}", "{{ self }}", "{{ config }}", "{{ lipsum }}", "{{ namespace() }}",
    "{{ (1,)|map('abs') }}", "{{ a.b.c.d.e.f }}", "{{ a if 1 else b }}", "{{ a ~ b }}", "{{ 'a' 'b' }}", "a**100",
)


@pytest.mark.parametrize("formula", HOSTILE)
def test_everything_else_is_refused(formula: str) -> None:
    with pytest.raises(Fault):
        parse(formula, Letters())


@pytest.mark.parametrize("formula", [
    "(" * 10_000 + "a" + ")" * 10_000, "-" * 10_000 + "a", "ABS(" * 10_000 + "a" + ")" * 10_000, "(" * 8_000,
    "{{" * 4_000,
    "IF(a," * 1_500 + "a" + ")" * 1_500, "a+" * 4_000 + "a", "a*(" * 2_000 + "a" + ")" * 2_000, "a" * 1_000_000,
    "a+" * 500_000 + "a",
    '"' + "x" * 1_000_000 + '"', "9" * 1_000_000, "[" * 1_000_000, " " * 1_000_000 + "(",
    "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1),
    "a=a" * 2_000, "-(" * 4_000, "a" + "&a" * (DEEPEST + 1), '"' + '""' * 4_090,
], ids=lambda formula: f"{formula[:6]} {len(formula)}")
def test_nesting_and_length_are_bounded(formula: str) -> None:
    started = time.process_time()
    with pytest.raises(Fault) as refused:
        parse(formula, Letters())
    assert time.process_time() - started < 1
    assert len(str(refused.value)) < 200


def test_what_a_spreadsheet_takes_is_taken() -> None:
    deep = "(" * (DEEPEST - 1) + "a" + ")" * (DEEPEST - 1)
    assert written(deep) == "a"
    many = f"SUM({','.join('a' * 255)})"
    assert len(list(leaves(tree_of(many)))) == 255
    long = "+".join(["SUM(a,b)"] * DEEPEST)
    assert len(long) < LONGEST
    assert computed(long, {"a": 1, "b": 2}) == 3 * DEEPEST


CRAFTED = ("[x for x in ().__class__.__base__.__subclasses__()]", "(lambda: __import__('os').system('true'))()",
           "{{ revenue.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os.popen('id') }}",
           "SUM(x for x in (1,))", "{{ revenue }}**{{ revenue }}")


def test_a_crafted_formula_of_a_company_is_a_problem_with_its_place(tmp_path: Path) -> None:
    for number, crafted in enumerate(CRAFTED):
        for file, text, place in (
                ("checks.yaml", "- id: x\n  label: X\n  left: \"{0}\"\n  right: '{{{{ revenue }}}}'\n", "3:9"),
                ("ratios.yaml",
                 "- section: A\n  rows:\n    - {{id: a, label: A, unit: amount, formula: \"{0}\"}}\n", "3:48")):
            (found,) = complaints(tmp_path / f"{file}{number}", {file: text.format(crafted)})
            assert found.startswith(f"{file}:{place}: ")


def test_nothing_typed_reaches_the_interpreter() -> None:
    """No module of the tool evaluates or compiles text; Jinja2 renders skeletons of templates/ alone."""
    for path in (Path(__file__).resolve().parents[2] / "generator").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in ("eval(", "exec(", " compile(", "=compile(", "from_string(", "import ast"):
            assert call not in text.replace("re.compile(", ""), f"{path.name} calls {call}"
