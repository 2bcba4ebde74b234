"""The text of a formula becomes a tree: a closed grammar, in which nothing but what is listed here can be said.

    formula    = joined [("=" | "<>" | "<" | ">" | "<=" | ">=") joined]
    joined     = sum {"&" sum}
    sum        = product {("+" | "-") product}
    product    = signed {("*" | "/") signed}
    signed     = ("+" | "-") signed | operand
    operand    = number | text | parameter | FUNCTION "(" formula {"," formula} ")" | "(" formula ")" | "{{" named "}}"
    named      = number | name {"." name | "[" index "]" | "." name "(" text ")"} | macro "(" named {"," named} ")"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.formulas.excel import BINDS
from generator.formulas.expression import (
    Argument,
    Call,
    Expression,
    Leaf,
    Name,
    Negative,
    Number,
    Operation,
    Text,
    height,
    replaced,
)
from generator.formulas.functions import FUNCTIONS
from generator.formulas.kinds import misused
from generator.formulas.tokens import Fault, Token, said, tokens
from generator.model.problem import nearest

LONGEST = 8_192
"""Characters of a formula that a spreadsheet takes."""
DEEPEST = 64
"""Levels of brackets and signs; also a spreadsheet takes no more than 64 levels of functions."""
_NUMBERS = ("0", "1", "100")
_LEVELS = tuple([sign for sign, binds in BINDS.items() if binds == level] for level in sorted(set(BINDS.values())))
"""The signs of each level, the loosest first."""


class Index(str):
    """What stands in square brackets after a name: a member, or -1."""

    __slots__ = ()


@dataclass(frozen=True)
class Macro:
    """A formula with arguments, common to several rows."""

    arguments: tuple[str, ...]
    tree: Expression


class Names(Protocol):
    """What the names of a formula mean; each raises Fault for one that means nothing."""

    macros: Mapping[str, Macro]

    def parameter(self, word: str) -> Name:
        """A name that stands in a formula by itself."""

    def path(self, path: Sequence[str]) -> Expression:
        """A name between {{ and }} with what follows it: ``.word``, or an Index."""

    def on(self, leaf: Expression, day: str) -> Leaf:
        """A row on a date."""

    def builtin(self, word: str) -> Callable[[Expression], Expression] | None:
        """A function of the tool's own, of one argument."""


def parse(formula: str, names: Names) -> tuple[Expression, tuple[Expression, ...]]:
    """The tree of a formula, and its divisors as they are typed. Raises Fault."""
    formula = formula.strip().removeprefix("=")
    if len(formula) > LONGEST:
        raise Fault(f"this formula has {len(formula):,} characters; a spreadsheet takes {LONGEST:,}")
    return _Parser(tokens(formula), names).formula()


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token], names: Names) -> None:
        self._tokens, self._names = tokens, names
        self._at, self._depth = 0, 0
        self._divisors: list[Expression] = []

    def formula(self) -> tuple[Expression, tuple[Expression, ...]]:
        tree = self._expression()
        if self._at < len(self._tokens):
            raise Fault(f"not a usable formula: '{said(self._next.text)}' is not expected {self._where()}")
        if height(tree) > 2 * DEEPEST:
            raise Fault("this formula is a longer chain than a spreadsheet should bear; use SUM, or a row of its own")
        if wrong := misused(tree):
            raise Fault(wrong)
        return tree, tuple(self._divisors)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else Token("end", "")

    def _where(self) -> str:
        before = self._tokens[self._at - 1].text if self._at else ""
        return f"after '{said(before)}'" if before else "here"

    def _take(self, *signs: str) -> str:
        """The next sign, if it is one of some."""
        token = self._next
        if token.kind == "sign" and token.text in signs:
            self._at += 1
            return token.text
        return ""

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            found = f"'{said(self._next.text)}'" if self._next.text else "the end"
            raise Fault(f"not a usable formula: '{sign}' is missing {self._where()}, where {found} stands")

    def _word(self, kind: str = "name") -> str:
        token = self._next
        if token.kind != kind:
            found = f"'{said(token.text)}'" if token.text else "the end"
            raise Fault(f"not a usable formula: a name is missing {self._where()}, where {found} stands")
        self._at += 1
        return token.text

    def _expression(self, level: int = 0) -> Expression:
        """Operands with signs between them, from the loosest binding on."""
        if level == len(_LEVELS):
            return self._signed()
        if level == 0:
            self._deeper(1)
        left = self._expression(level + 1)
        count = 0
        while sign := self._take(*_LEVELS[level]):
            count += 1
            if count > (1 if level == 0 else DEEPEST):
                raise Fault(f"not a usable formula: a second comparison '{sign}' follows the first" if level == 0 else
                            f"more than {DEEPEST} operands in a row: use SUM, or a row of its own")
            right = self._expression(level + 1)
            if sign == "/":
                self._divisors.append(right)
            left = Operation(sign, left, right)
        if level == 0:
            self._deeper(-1)
        return left

    def _deeper(self, step: int) -> None:
        self._depth += step
        if self._depth > DEEPEST:
            raise Fault(f"this formula is nested more than {DEEPEST} levels deep")

    def _signed(self) -> Expression:
        sign = self._take("+", "-")
        if not sign:
            return self._operand()
        self._deeper(1)
        operand = self._signed()
        self._deeper(-1)
        return Negative(operand) if sign == "-" else operand

    def _operand(self) -> Expression:
        token = self._next
        if token.kind == "number":
            self._at += 1
            return _number(token.text)
        if token.kind == "text":
            self._at += 1
            return Text(token.text[1:-1].replace('""', '"'))
        if token.kind == "name":
            self._at += 1
            return self._call(token.text) if self._take("(") else self._names.parameter(token.text)
        if self._take("("):
            tree = self._expression()
            self._need(")")
            return tree
        if self._take("{{"):
            tree = self._named()
            self._need("}}")
            return tree
        raise Fault(f"not a usable formula: {f'{said(token.text)!r} is' if token.text else 'the end is'} not expected "
                    f"{self._where()}" if self._tokens else "there is no formula here")

    def _call(self, name: str) -> Expression:
        function = FUNCTIONS.get(name)
        if function is None:
            raise Fault(f"the function {said(name)} is not used here{nearest(name, FUNCTIONS)}; known: "
                        f"{', '.join(sorted(FUNCTIONS))}")
        if self._take(")"):
            raise Fault(f"the function {name} has nothing between its brackets")
        arguments = [self._expression()]
        while self._take(","):
            arguments.append(self._expression())
        self._need(")")
        if not function.least <= len(arguments) <= function.most:
            takes = f"{function.least}" if function.least == function.most else f"{function.least} to {function.most}"
            raise Fault(f"the function {name} takes {takes} argument{'s' * (takes != '1')}; here are {len(arguments)}")
        return Call(name, tuple(arguments))

    def _named(self, argument: bool = False) -> Expression:
        """What stands between {{ and }}, or is given to a macro, which is never another macro."""
        sign, token = self._take("-"), self._next
        if token.kind == "number":
            self._at += 1
            return Negative(_number(token.text)) if sign else _number(token.text)
        path = [self._word()]
        if not argument and self._take("("):
            return self._macro(path[0])
        day = None
        while mark := self._take(".", "["):
            if mark == ".":
                path.append(self._word())
                if self._take("("):
                    if path.pop() != "on":
                        raise Fault("only 'on' is followed by brackets here, as .on('2023-11-14')")
                    day = self._index()
                    self._need(")")
                    break
            else:
                path.append(self._index())
                self._need("]")
        found = self._names.path(path)
        found = found if day is None else self._names.on(found, day)
        return Negative(found) if sign else found

    def _index(self) -> Index:
        token = self._next
        if token.kind in ("quoted", "text"):
            self._at += 1
            return Index(token.text[1:-1])
        return Index(self._take("-") + self._word("number"))

    def _macro(self, name: str) -> Expression:
        builtin, macro = self._names.builtin(name), self._names.macros.get(name)
        if not builtin and not macro:
            known = ", ".join(self._names.macros)
            raise Fault(f"'{said(name)}' is nothing that can be called between {{{{ and }}}}; known: {known}")
        given = [self._named(argument=True)]
        while self._take(","):
            given.append(self._named(argument=True))
        self._need(")")
        wanted = macro.arguments if macro else ("date",)
        if len(given) != len(wanted):
            raise Fault(f"'{name}' takes {len(wanted)} arguments ({', '.join(wanted)}); here are {len(given)}")
        if builtin:
            return builtin(given[0])
        assert macro
        arguments = dict(zip(wanted, given, strict=True))
        return replaced(macro.tree, lambda leaf: arguments[leaf.name] if isinstance(leaf, Argument) else leaf)


def _number(text: str) -> Number:
    if text not in _NUMBERS:
        raise Fault(f"the number {said(text)} stands inside a formula; give it a row in templates/parameters.yaml")
    return Number(int(text))
