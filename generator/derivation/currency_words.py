"""What a cell says of its currency: why it has no value, and by which rates it was converted."""

from __future__ import annotations

from generator.derivation.currencies import InOneCurrency
from generator.model.company import Company
from generator.model.currency import Rate


def remark(found: InOneCurrency, company: Company) -> str:
    """What a reader must know of a cell whose figures are in two currencies; empty for any other."""
    if found.apart:
        why = f"n.a.: {' and '.join(found.apart)} would meet here"
        lacking = found.lacking
        if lacking is None or lacking.when is None:
            return f"{why}, and no single rate joins them"
        return f"{why}; no rate of {lacking.base} in {lacking.into} for {lacking.when} (rates: in company.yaml)"
    if not found.converted:
        return ""
    rates = "; ".join(f"{rate_label(company.rates[number - 1])} (rate_{number})" for number in found.rates)
    return f"Converted from {' and '.join(found.converted)}" + (f": {rates}" if rates else "")


def rate_label(rate: Rate) -> str:
    """``1 USD = 132.0 JPY, 2022-01-01..2022-12-31``."""
    return f"1 {rate.base} = {rate.value} {rate.quote}, {rate.period}"
