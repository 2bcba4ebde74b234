"""What a company gives besides its filings' figures, as formulas name it: share price, splits, rates, equivalents."""

from __future__ import annotations

from generator.checks.proof import Proof
from generator.derivation.currency_words import rate_label
from generator.model.statement import Unit


def called(proof: Proof, name: str) -> tuple[str, Unit, str] | None:
    """The label of a number with a name, what it counts, and the file that gives it; None of what all companies share.
    """
    company, given = proof.book.company, "company.yaml"
    units = company.units
    for parameter in proof.templates.parameters:
        if parameter.key == name and name.startswith("share_price"):
            return parameter.label, units[parameter.unit], given
    if name == "share_price_shares":
        return "Shares of which the share price is the price", units["shares"], given
    for number, split in enumerate(company.splits, start=1):
        for what, unit in (("new_shares", "shares"), ("old_shares", "shares"), ("effective", "date")):
            if name == f"split_{number}_{what}":
                label = f"Share split {split.new_shares} for {split.old_shares}"
                return f"{label}: {what.replace('_', ' ')}", units[unit], given
    for number, rate in enumerate(company.rates, start=1):
        if name == f"rate_{number}":
            return f"Exchange rate {rate_label(rate)}", units["count"], given
    for equivalent in proof.book.equivalents.values():
        if name == equivalent.name:
            return f"Shares that one of {equivalent.label} counts as", units["factor"], "statements.yaml"
    return None
