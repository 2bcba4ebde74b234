"""The cells of one of our sheets: made anew, with what a person typed and coloured in between."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cached_property

from generator.merge.log import Log, Override
from generator.merge.positions import SheetMap
from generator.merge.references import Follower, Unfollowable
from generator.merge.styles import Translation
from generator.xlsx.cells import at
from generator.xlsx.formula import NotParsed, normal
from generator.xlsx.markup import encoded, with_attributes
from generator.xlsx.worksheet import Cell, Content, Place, Sheet

_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.S)
_TYPED_OVER = re.compile(r"(?:; )?typed over: filing says .*", re.S)
_FACT = ("Statement", "Key", "Member", "Start", "End")
_ELSEWHERE = "put it on a sheet of your own, or start over with --fresh"


@dataclass(frozen=True)
class Three:
    """One of our sheets three times: as it was made, as the user has it, and as it is made now."""

    old: Sheet
    mine: Sheet
    new: Sheet
    map: SheetMap
    styles: Translation
    follower: Follower
    log: Log

    @property
    def name(self) -> str:
        return self.new.name

    def where(self, place: Place) -> str:
        """An address, with the row's key and the period where the sheet has them."""
        row, column = place
        key = self.old.words(row, 1) or self.old.words(row, 2)
        label = self.old.words(5, column) if self.old.words(5, 1) == "Key" and column > 4 else ""
        named = " ".join(word for word in (key, label) if word)
        return f"{self.name}!{at(row, column)}" + (f" ({named})" if named and self.facts is None else "")

    @cached_property
    def facts(self) -> dict[str, int] | None:
        """The columns of the Facts sheet by title; None for any other sheet."""
        titles = {self.old.words(self.old.frozen_rows, column): column for column in range(1, self.old.last[1] + 1)}
        return titles if {"Statement", "Value", "Printed", "Note"} <= titles.keys() else None


def same(made: Content | None, found: Content | None) -> bool:
    """Whether a cell holds what was made, whatever program has saved it since."""
    if made == found:
        return True
    if made is None or found is None or made[0] != found[0]:
        return False
    if made[0] == "n":
        one, other = float(made[1]), float(found[1])
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    return made[0] == "f" and normal(made[1]) == normal(found[1])


class Cells:
    """Puts a sheet's cells together."""

    def __init__(self, three: Three) -> None:
        self.three, self.log = three, three.log
        style = three.styles.style
        self.cells = {place: cell.placed(*place, style(three.new.made(place)))
                      for place, cell in three.new.cells.items()}
        self.typed: list[Place] = []

    def merge(self) -> dict[Place, str]:
        """Every cell's XML by its place."""
        three = self.three
        old, mine = three.old.contents, three.mine.contents
        overridden: list[Place] = []
        for place in sorted(old.keys() | mine.keys()):
            made, found = old.get(place), mine.get(place)
            if same(made, found):
                continue
            if found and self._is_input(place) and (made or three.map.cell(*place) in three.new.contents):
                overridden.append(place)
            elif made and found and self._is_choice(place):
                self._choose(place)
            elif made is None:
                self._free(place)
            elif not self._is_our_note(place, made, found):
                self._typed_over(place, made, found)
        self._looks()
        for place in overridden:
            self._override(place)
        if self.typed:
            self.log.carried.append(f"{three.name}: {_count(len(self.typed), 'cell')} of yours "
                                    f"({', '.join(at(*p) for p in self.typed[:5])}{' …' * (len(self.typed) > 5)})")
        return self.cells

    def _typed_over(self, place: Place, made: Content, found: Content | None) -> None:
        shown = _shown(found) if found else "cleared"
        self.log.refuse(self.three.where(place), f"{_shown(made)} was typed over: {shown}; {_ELSEWHERE}")

    def _free(self, place: Place) -> None:
        """A cell of the user's where we had written nothing."""
        three, cell = self.three, self.three.mine.cells[place]
        text = three.mine.contents[place]
        if self._is_our_note(place, ("s", ""), text):
            return
        target = three.map.cell(*place)
        if target is None:
            self.log.refuse(three.where(place), f"the row or column of your {_shown(text)} is no longer there; "
                                                f"{_ELSEWHERE}")
        elif target in three.new.contents:
            self.log.refuse(three.where(place), f"your {_shown(text)} stands where {three.name}!{at(*target)} now "
                                                f"has {_shown(three.new.contents[target])}; {_ELSEWHERE}")
        else:
            self.cells[target] = self._followed(place, cell).placed(*target, cell.style)
            if three.facts and place[1] == three.facts["Note"] and _TYPED_OVER.search(text[1]):
                self.cells[target] = _text_cell(target, cell.style, _TYPED_OVER.sub("", text[1]))
            self.typed.append(place)

    def _followed(self, place: Place, cell: Cell) -> Cell:
        """A cell whose formula, if it has one, follows what it refers to."""
        if not (formula := cell.formula):
            return cell
        three = self.three
        head, text = formula[0], formula[1] or three.mine.contents[place][1]  # of a shared one, as it reads here
        try:
            moved = three.follower.formula(text, three.name)
            areas: dict[str, str | None] = {name: three.follower.area(head[name], three.name)
                                            for name in ("ref", "r1", "r2") if name in head}
        except (Unfollowable, NotParsed) as error:
            self.log.refuse(three.where(place), f"={text}: {error}")
            return cell
        if moved != text:
            self.log.repointed.append(f"{three.where(place)}: ={text} → ={moved}")
        if head.get("t") == "shared":
            written = f"<f>{encoded(moved)}</f>"
        elif moved == text and areas.items() <= head.items():
            return cell
        else:
            written = with_attributes("<f>", {**head, **areas}) + f"{encoded(moved)}</f>"
        return cell._replace(body=_FORMULA.sub(lambda _: written, cell.body, count=1))

    def _looks(self) -> None:
        """A cell that was given another look keeps it where it stands now."""
        three, kept = self.three, 0
        for place, cell in three.mine.cells.items():
            made = three.old.cells.get(place)
            if place in three.mine.contents and made is None:
                continue  # a cell of the user's: carried with its look
            if cell.style == 0 if made is None else not three.styles.restyled(three.old.made(place), cell.style):
                continue
            target = three.map.cell(*place)
            if target is None:
                three.log.notes.append(f"{three.where(place)}: its row or column is no longer there, nor is its look")
                continue
            new = three.new.cells.get(target)
            self.cells[target] = (new or Cell()).placed(*target, cell.style) \
                if target not in self.cells or new else self.cells[target]
            kept += 1
        if kept:
            self.log.carried.append(f"{three.name}: the looks of {_count(kept, 'cell')}")

    def _is_input(self, place: Place) -> bool:
        facts = self.three.facts
        return facts is not None and place[0] > self.three.old.frozen_rows and \
            place[1] in (facts["Value"], facts.get("Start"), facts.get("End")) and place in self.three.old.cells and \
            self.three.styles.old.look(self.three.old.cells[place].style) in ("Input", "Corrected")

    def _is_choice(self, place: Place) -> bool:
        """Whether a cell outside Facts is there to be set by the reader, as the version shown is on the Cover."""
        look = self.three.styles.old.look(self.three.old.cells[place].style)
        return self.three.facts is None and look == "Input"

    def _choose(self, place: Place) -> None:
        """What the reader has chosen stays chosen, as long as there is something to choose."""
        three, target = self.three, self.three.map.cell(*place)
        typed = _shown(three.mine.contents[place])
        if target is None or target not in three.new.contents:
            three.log.notes.append(f"{three.where(place)}: there is nothing to choose any more; it was {typed}")
            return
        style = three.styles.style(three.new.made(target))
        self.cells[target] = three.mine.cells[place].placed(*target, style)
        three.log.carried.append(f"{three.where(place)}: {typed}")

    def _is_our_note(self, place: Place, made: Content, found: Content | None) -> bool:
        """Whether a note differs from what was made only in what the last build said of a figure typed over."""
        facts = self.three.facts
        return facts is not None and place[1] == facts["Note"] and found is not None and \
            _TYPED_OVER.sub("", found[1]) == made[1]

    def _override(self, place: Place) -> None:
        """A figure typed over stays, and its note says what the filing says."""
        three, facts = self.three, self.three.facts
        assert facts
        target = three.map.cell(*place)
        typed = three.mine.contents[place]
        if target is None:
            self.log.refuse(three.where(place), f"{_shown(typed)} was typed over a fact that is no longer there; "
                                                f"{_ELSEWHERE}")
            return
        now = three.new.contents.get(target)
        printed = three.new.words(target[0], facts["Printed"]) if place[1] == facts["Value"] else ""
        filed = printed or (_shown(now) if now else "nothing")
        fact = " ".join(word for word in (_date(three.new.words(target[0], facts[title])) for title in _FACT) if word)
        if same(now, typed):
            self.log.notes.append(f"{three.where(place)}: {fact}: the filing now says {_shown(typed)} too; "
                                  "it is no longer typed over")
            return
        style = three.styles.style(three.new.made(target))
        look = three.mine.cells[place].style
        if three.styles.restyled(three.old.made(place), look):
            style = look
        self.cells[target] = self._followed(place, three.mine.cells[place]).placed(*target, style)
        self._say(target[0], facts["Note"], f"typed over: filing says {filed}")
        self.log.overrides.append(Override(f"{three.name}!{at(*target)}", fact, _shown(typed), filed,
                                           self._newer(target[0], facts)))

    def _say(self, row: int, column: int, text: str) -> None:
        three = self.three
        source = next((old for old, new in three.map.rows.items() if new == row), row)
        before = three.new.words(row, column) or _TYPED_OVER.sub("", three.mine.words(source, column))
        index = three.styles.style(three.new.made((row, column))) if (row, column) in three.new.cells else \
            three.mine.cells.get((source, column), Cell()).style
        self.cells[row, column] = _text_cell((row, column), index, f"{before}; {text}" if before else text)

    def _newer(self, row: int, facts: dict[str, int]) -> str:
        """What another filing says of the same fact, if its figure is the one in force."""
        new = self.three.new
        named = [facts[title] for title in _FACT]
        fact = [new.words(row, column) for column in named]
        if new.words(row, facts["Version"]) != "superseded":
            return ""
        return next((new.words(other, facts["Printed"]) or new.words(other, facts["Value"])
                     for other in range(new.frozen_rows + 1, new.last[0] + 1)
                     if other != row and new.words(other, facts["Version"]) != "superseded"
                     and [new.words(other, column) for column in named] == fact), "")


def _text_cell(place: Place, style: int, text: str) -> str:
    return f'<c r="{at(*place)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{encoded(text)}</t></is></c>'


def _date(word: str) -> str:
    """A date as it is read, where a cell holds the number of its day."""
    try:
        return str(datetime.date(1899, 12, 30) + datetime.timedelta(days=float(word)))
    except ValueError:
        return word


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


def _shown(content: Content) -> str:
    kind, text = content
    if kind == "f":
        return f"={text}"
    return f"{float(text):.15g}" if kind == "n" else text
