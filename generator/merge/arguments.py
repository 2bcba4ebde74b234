"""What an argument of a reader's formula comes to, as far as it can be told: a text, a number or an area of cells."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.merge.area import Area, Many, Moment, Scalar, Unknown, Value, area_of, as_number, as_text
from generator.merge.functions import FUNCTIONS
from generator.xlsx.calls import function
from generator.xlsx.formula import NotParsed, Token, tokens
from generator.xlsx.worksheet import Place

_LEVELS = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_NUMBERS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_DEEPEST = 40


@dataclass
class Working:
    """Tokens that are worked out where they stand: on the sheet ``home``, in the cell ``place`` where that is known.

    ``pick`` chooses one cell of any area that stands where a single value is wanted.
    """

    tokens: Sequence[Token]
    moment: Moment
    home: str = ""
    place: Place | None = None
    depth: int = 0
    pick: int | None = None

    def __post_init__(self) -> None:
        self.tokens = [token for token in self.tokens if token.type != Token.WSPACE]
        self._at = 0

    def value(self) -> Value:
        """What they come to. Raises Unknown."""
        self._at = 0
        if self.depth > _DEEPEST:
            raise Unknown
        found = self._joined(0)
        if self._at != len(self.tokens):
            raise Unknown
        return found

    def scalar(self) -> Scalar:
        """The same as one value. Raises Unknown."""
        return self.one(self.value())

    def one(self, value: Value) -> Scalar:
        if not isinstance(value, Area):
            return value
        if value.count > 1 and (self.pick is None or self.pick >= value.count):
            raise Many(value.count)
        return self.moment.cell(value.sheet, value.place(self.pick or 0 if value.count > 1 else 0), self.depth + 1)

    def text(self, value: Value) -> str:
        return as_text(self.one(value))

    def number(self, value: Value) -> float:
        return as_number(self.one(value))

    def _peek(self) -> Token | None:
        return self.tokens[self._at] if self._at < len(self.tokens) else None

    def _next(self) -> Token:
        if (token := self._peek()) is None:
            raise Unknown
        self._at += 1
        return token

    def _joined(self, level: int) -> Value:
        left = self._signed()
        while (token := self._peek()) and token.type == Token.OP_IN and _LEVELS.get(token.value, 0) > level:
            self._at += 1
            right = self._joined(_LEVELS[token.value])
            left = self._operated(token.value, left, right)
        return left

    def _operated(self, sign: str, left: Value, right: Value) -> Value:
        if sign == "&":
            return self.text(left) + self.text(right)
        if sign in _NUMBERS:
            try:
                return _NUMBERS[sign](self.number(left), self.number(right))
            except ZeroDivisionError as error:
                raise Unknown from error
        if sign in ("=", "<>"):
            return (as_text(self.one(left)).casefold() == as_text(self.one(right)).casefold()) == (sign == "=")
        raise Unknown

    def _signed(self) -> Value:
        token = self._next()
        if token.type == Token.OP_PRE:
            value = self._signed()
            return -self.number(value) if token.value == "-" else value
        value = self._operand(token)
        while (after := self._peek()) and after.type == Token.OP_POST:
            self._at += 1
            value = self.number(value) / 100
        return value

    def _operand(self, token: Token) -> Value:
        written = str(token.value)
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            value = self._joined(0)
            self._next()
            return value
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._called(token)
        if token.type != Token.OPERAND:
            raise Unknown
        if token.subtype == Token.TEXT:
            return written[1:-1].replace('""', '"')
        if token.subtype == Token.NUMBER:
            return float(written)
        if token.subtype == Token.LOGICAL:
            return written.upper() == "TRUE"
        return self.area(written)

    def area(self, written: str) -> Value:
        """A reference or a defined name."""
        found = area_of(written, self.home)
        if found:
            return found
        return worked_out(self.moment.meaning(written, self.home), self.moment, self.home, None, self.depth + 1)

    def _called(self, token: Token) -> Value:
        name = function(token)
        if ":" in str(token.value) or name not in FUNCTIONS:
            raise Unknown
        values: list[Value] = []
        while (after := self._peek()) is None or after.subtype != Token.CLOSE:
            if after is None:
                raise Unknown
            empty = after.type == Token.SEP
            values.append(None if empty else self._joined(0))
            if (after := self._peek()) and after.type == Token.SEP:
                self._at += 1
        self._at += 1
        try:
            return FUNCTIONS[name](self, values)
        except (IndexError, ValueError, TypeError) as error:
            raise Unknown from error


def worked_out(formula: str, moment: Moment, home: str, place: Place | None, depth: int) -> Value:
    """What a formula (without its equals sign) comes to. Raises Unknown."""
    try:
        return Working(tokens(formula), moment, home, place, depth).value()
    except NotParsed as error:
        raise Unknown from error
