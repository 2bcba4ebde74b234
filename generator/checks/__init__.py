"""What must agree with what: the relations that a filing's own structure offers, and those that templates declare. Its
doors are Proof and Check (proof).
"""
