"""A small filing that has all that an annual report has, and in which everything ties."""

from __future__ import annotations

COMPANY = """\
name: Harbour Tools plc
code: "HBR"
standard: IFRS
currency: EUR
scale: million
rounding: nearest
foots: exact
fiscal_year: {ends: 03-31, named_after: start}
dividends_a_year: 1
"""
STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    cost_of_sales: {label: Cost of sales, concept: cost_of_sales}
    gross_profit: {label: Gross profit, sum: [revenue, cost_of_sales], concept: gross_profit}
    sga: {label: Selling and administrative expenses, concept: sga}
    operating_profit: {label: Operating profit, sum: [gross_profit, sga], concept: operating_profit}
    finance_income: {label: Finance income, concept: finance_income}
    finance_expenses: {label: Finance expenses, concept: finance_expenses}
    profit_before_tax:
      {label: Profit before tax, sum: [operating_profit, finance_income, finance_expenses], concept: profit_before_tax}
    income_tax: {label: Income tax, concept: income_tax}
    profit: {label: Profit, sum: [profit_before_tax, income_tax], also_sum: [owners, minority], concept: profit}
    owners: {label: Owners of the parent, concept: profit_to_owners}
    minority: {label: Non-controlling interests, concept: profit_to_nci}
    basic_eps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    diluted_eps: {label: Diluted EPS, unit: per_share, additivity: per_share, concept: diluted_eps}
comprehensive_income:
  title: Comprehensive income
  sheet: Comprehensive Income
  items:
    profit: {label: Profit, same_as: income_statement.profit}
    hedges_gross: Cash flow hedges before tax
    hedges_tax: Tax on cash flow hedges
    hedges: {label: Cash flow hedges, sum: [hedges_gross, hedges_tax]}
    translation: Translation differences
    oci: {label: Other comprehensive income, sum: [hedges, translation], concept: other_comprehensive_income}
    total:
      {label: Comprehensive income, sum: [profit, oci], also_sum: [owners, minority], concept: comprehensive_income}
    owners: {label: Owners of the parent, concept: comprehensive_income_to_owners}
    minority: Non-controlling interests
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    receivables: {label: Trade receivables, concept: trade_receivables}
    inventories: {label: Inventories, concept: inventories}
    current_assets: {label: Current assets, sum: [cash, receivables, inventories], concept: current_assets}
    property: {label: Property, concept: tangible_assets}
    intangibles: {label: Intangible assets, concept: intangible_assets}
    non_current_assets: {label: Non-current assets, sum: [property, intangibles], concept: non_current_assets}
    total_assets: {label: Total assets, sum: [current_assets, non_current_assets], concept: total_assets}
    payables: {label: Trade payables, concept: trade_payables}
    current_borrowings: {label: Current borrowings, concept: current_borrowings}
    current_liabilities:
      {label: Current liabilities, sum: [payables, current_borrowings], concept: current_liabilities}
    borrowings: {label: Borrowings, concept: non_current_borrowings}
    non_current_liabilities: {label: Non-current liabilities, sum: [borrowings], concept: non_current_liabilities}
    total_liabilities:
      {label: Total liabilities, sum: [current_liabilities, non_current_liabilities], concept: total_liabilities}
    owners_equity: {label: Equity of owners, concept: owners_equity}
    minority: {label: Non-controlling interests, concept: non_controlling_interests}
    total_equity: {label: Total equity, sum: [owners_equity, minority], concept: total_equity}
    total: {label: Total, sum: [total_liabilities, total_equity], concept: liabilities_and_equity}
cash_flow:
  title: Cash flows
  sheet: Cash Flow
  items:
    before_tax: {label: Profit before tax, same_as: income_statement.profit_before_tax}
    depreciation: {label: Depreciation and amortization, concept: depreciation_and_amortization}
    working_capital: {label: Working capital, concept: working_capital_change}
    tax_paid: {label: Income tax paid, concept: income_taxes_paid}
    operating:
      label: Operating activities
      sum: [before_tax, depreciation, working_capital, tax_paid]
      concept: cash_from_operations
    capex: {label: Purchases of property, concept: purchase_of_tangibles}
    software: {label: Purchases of software, concept: purchase_of_intangibles}
    businesses: {label: Acquisitions, concept: purchase_of_businesses}
    investing: {label: Investing activities, sum: [capex, software, businesses], concept: cash_from_investing}
    shares_issued: Issue of shares
    repayments: Repayment of borrowings
    dividends: {label: Dividends paid, concept: dividends_paid}
    minority_dividends: Dividends to non-controlling interests
    financing:
      label: Financing activities
      sum: [shares_issued, repayments, dividends, minority_dividends]
      concept: cash_from_financing
    exchange: Effect of exchange rates
    net_change: {label: Net change, sum: [operating, investing, financing, exchange], concept: net_change_in_cash}
    opening: {label: Opening cash, additivity: opening, concept: opening_cash, same_as: balance_sheet.cash}
    closing:
      label: Closing cash
      additivity: instant
      sum: [opening, net_change]
      concept: closing_cash
      same_as: balance_sheet.cash
changes_in_equity:
  title: Changes in equity
  sheet: Changes in Equity
  members:
    capital: Capital
    retained: Retained earnings
    other: Other components
    owners: {label: Owners, sum: [capital, retained, other]}
    minority: Non-controlling interests
    total: {label: Total, sum: [owners, minority]}
  items:
    opening:
      label: Opening
      additivity: opening
      same_as: {owners: balance_sheet.owners_equity, total: balance_sheet.total_equity}
    profit: {label: Profit, same_as: {owners: income_statement.owners, total: income_statement.profit}}
    oci: {label: Other comprehensive income, same_as: {total: comprehensive_income.oci}}
    dividends: {label: Dividends, same_as: {owners: cash_flow.dividends}}
    issue: {label: Issue of shares, same_as: {total: cash_flow.shares_issued}}
    closing:
      label: Closing
      additivity: instant
      sum: [opening, profit, oci, dividends, issue]
      same_as: {owners: balance_sheet.owners_equity, total: balance_sheet.total_equity}
segments:
  title: Segments
  sheet: Segments
  members:
    tools: Tools
    services: Services
    eliminations: Eliminations
    total: {label: Total, sum: [tools, services, eliminations]}
  items:
    revenue: {label: Revenue, same_as: {total: income_statement.revenue}}
    profit: {label: Segment profit, same_as: {total: income_statement.operating_profit}}
property:
  title: Property
  sheet: Notes
  items:
    opening_cost: {label: Opening cost, additivity: opening}
    additions: {label: Additions, same_as: -cash_flow.capex}
    disposals: Disposals
    closing_cost: {label: Closing cost, additivity: instant, sum: [opening_cost, additions, disposals]}
    opening_depreciation: {label: Opening depreciation, additivity: opening}
    charge: Charge of the year
    released: Released
    closing_depreciation:
      {label: Closing depreciation, additivity: instant, sum: [opening_depreciation, charge, released]}
    net:
      label: Carrying amount
      additivity: instant
      sum: [closing_cost, closing_depreciation]
      same_as: balance_sheet.property
tax:
  title: Tax reconciliation
  sheet: Notes
  items:
    expected: Tax at the statutory rate
    foreign: Other rates abroad
    not_deductible: Expenses that are not deductible
    tax: {label: Income tax, sum: [expected, foreign, not_deductible], same_as: -income_statement.income_tax}
    statutory_rate: {label: Statutory rate, unit: percent, additivity: ratio}
    foreign_rate: {label: Other rates abroad, unit: percent, additivity: ratio}
    rate:
      label: Effective rate
      unit: percent
      additivity: ratio
      sum: [statutory_rate, foreign_rate]
      percent_of: [-income_statement.income_tax, income_statement.profit_before_tax]
leases:
  title: Leases by maturity
  sheet: Notes
  additivity: instant
  items:
    within_a_year: Within a year
    later: Later
    payments: {label: Payments, sum: [within_a_year, later]}
    interest: Of which interest
    liability: {label: Lease liability, sum: [payments, -interest], concept: lease_obligations}
acquisitions:
  title: Acquisitions
  sheet: Notes
  items:
    gross: {label: Consideration paid, concept: consideration_for_businesses}
    acquired_cash: Cash acquired
    net: {label: Net of cash, sum: [gross, acquired_cash], same_as: cash_flow.businesses}
research:
  title: Research
  sheet: Notes
  items:
    research: {label: Research expenses, concept: research_and_development}
measures:
  title: Adjusted EBITDA
  sheet: Operating Data
  items:
    operating_profit: {label: Operating profit, same_as: income_statement.operating_profit}
    depreciation: {label: Depreciation and amortization, same_as: cash_flow.depreciation}
    restructuring: Restructuring
    adjusted: {label: Adjusted EBITDA, sum: [operating_profit, depreciation, restructuring]}
key_figures:
  title: Key figures
  sheet: Operating Data
  additivity: ratio
  unit: percent
  items:
    revenue_growth: {label: Growth of revenue, growth_of: income_statement.revenue}
    margin: {label: Operating margin, percent_of: [income_statement.operating_profit, income_statement.revenue]}
    equity_ratio: {label: Equity ratio, percent_of: [balance_sheet.owners_equity, balance_sheet.total_assets]}
    book_value:
      {label: Book value per share, unit: per_share, additivity: instant, concept: book_value_per_share}
shares:
  title: Shares
  sheet: Per Share
  unit: shares
  additivity: instant
  items:
    authorized: {label: Authorised, concept: shares_authorized}
    issued: {label: Issued, concept: shares_issued}
    treasury: {label: Treasury, concept: treasury_shares_held}
    basic: {label: Weighted average, additivity: average, concept: weighted_shares_basic}
    diluted: {label: "Weighted average, diluted", additivity: average, concept: weighted_shares_diluted}
    dividend: {label: Dividend per share, unit: per_share, concept: dividend_per_share}
    dividends: {label: Total dividends, unit: amount, concept: total_dividends}
"""
FILING = """\
filing: {title: Annual report 2023, filed: 2024-05-14, assurance: audited}
tables:
  - statement: income_statement
    heading: Profit or loss
    columns: [FY2022, FY2023]
    rows:
      revenue: [1000, 1200]
      cost_of_sales: [(600), (700)]
      gross_profit: [400, 500]
      sga: [(250), (300)]
      operating_profit: [150, 200]
      finance_income: [10, 12]
      finance_expenses: [(20), (12)]
      profit_before_tax: [140, 200]
      income_tax: [(42), (60)]
      profit: [98, 140]
      owners: [90, 130]
      minority: [8, 10]
      basic_eps: [1.88, 2.41]
      diluted_eps: [1.80, 2.32]
  - statement: income_statement
    heading: Half-years
    columns: [1H2023, 2H2023]
    rows:
      revenue: [580, 620]
      operating_profit: [95, 105]
  - statement: comprehensive_income
    heading: Comprehensive income
    columns: [FY2022, FY2023]
    rows:
      profit: [98, 140]
      hedges_gross: [(10), 20]
      hedges_tax: [3, (6)]
      hedges: [(7), 14]
      translation: [5, 6]
      oci: [(2), 20]
      total: [96, 160]
      owners: [88, 148]
      minority: [8, 12]
  - statement: balance_sheet
    heading: Financial position
    columns: [2023-03-31, 2024-03-31]
    rows:
      cash: [200, 260]
      receivables: [150, 180]
      inventories: [100, 120]
      current_assets: [450, 560]
      property: [500, 540]
      intangibles: [50, 60]
      non_current_assets: [550, 600]
      total_assets: [1000, 1160]
      payables: [140, 150]
      current_borrowings: [60, 50]
      current_liabilities: [200, 200]
      borrowings: [300, 300]
      non_current_liabilities: [300, 300]
      total_liabilities: [500, 500]
      owners_equity: [460, 610]
      minority: [40, 50]
      total_equity: [500, 660]
      total: [1000, 1160]
  - statement: cash_flow
    heading: Cash flows
    columns: [FY2023]
    rows:
      before_tax: [200]
      depreciation: [80]
      working_capital: [(40)]
      tax_paid: [(55)]
      operating: [185]
      capex: [(110)]
      software: [(15)]
      businesses: [(20)]
      investing: [(145)]
      shares_issued: [50]
      repayments: [(10)]
      dividends: [(48)]
      minority_dividends: [(2)]
      financing: [(10)]
      exchange: [30]
      net_change: [60]
      opening: [200]
      closing: [260]
  - statement: changes_in_equity
    heading: Changes in equity
    period: FY2023
    members: [capital, retained, other, owners, minority, total]
    rows:
      opening: [100, 300, 60, 460, 40, 500]
      profit: [nil, 130, nil, 130, 10, 140]
      oci: [nil, nil, 18, 18, 2, 20]
      dividends: [nil, (48), nil, (48), (2), (50)]
      issue: [50, nil, nil, 50, nil, 50]
      closing: [150, 382, 78, 610, 50, 660]
  - statement: segments
    heading: Segments
    period: FY2023
    members: [tools, services, eliminations, total]
    rows:
      revenue: [800, 450, (50), 1200]
      profit: [150, 60, (10), 200]
  - statement: property
    heading: Note 8
    columns: [FY2023]
    rows:
      opening_cost: [900]
      additions: [110]
      disposals: [(10)]
      closing_cost: [1000]
      opening_depreciation: [(400)]
      charge: [(70)]
      released: [10]
      closing_depreciation: [(460)]
      net: [540]
  - statement: tax
    heading: Note 9
    columns: [FY2023]
    rows:
      expected: [62]
      foreign: [(4)]
      not_deductible: [2]
      tax: [60]
      statutory_rate: [31.0]
      foreign_rate: [(1.0)]
      rate: [30.0]
  - statement: leases
    heading: Note 10
    columns: [2024-03-31]
    rows:
      within_a_year: [20]
      later: [60]
      payments: [80]
      interest: [10]
      liability: [70]
  - statement: acquisitions
    heading: Note 11
    columns: [FY2023]
    rows:
      gross: [(30)]
      acquired_cash: [10]
      net: [(20)]
  - statement: research
    heading: Note 12
    columns: [1H2023, FY2023]
    rows:
      research: [21, 50]
  - statement: measures
    heading: Adjusted EBITDA
    columns: [FY2023]
    rows:
      operating_profit: [200]
      depreciation: [80]
      restructuring: [10]
      adjusted: [290]
  - statement: key_figures
    heading: Key figures
    columns: [FY2022, FY2023]
    rows:
      margin: [15.0, 16.7]
      equity_ratio: [46.0, 52.6]
      book_value: [9.58, 11.30]
  - statement: key_figures
    heading: Growth
    columns: [FY2023]
    rows:
      revenue_growth: [20.0]
  - statement: shares
    heading: Shares
    columns: [2023-03-31, 2024-03-31]
    rows:
      authorized: [200000000, 200000000]
      issued: [49000000, 55000000]
      treasury: [1000000, 1000000]
      dividend: [1.00, 1.00]
      dividends: [48, 54]
  - statement: shares
    heading: Weighted average shares
    columns: [FY2022, FY2023]
    rows:
      basic: [48000000, 54000000]
      diluted: [50000000, 56000000]
"""
FILED = "filings/2024-05-14.yaml"
FILES: dict[str, str | bytes | None] = {
    "company.yaml": COMPANY, "statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": None, FILED: FILING}
