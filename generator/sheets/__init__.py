"""The workbook's sheets as cells with addresses, laid out from the model, and read back from a file. Its doors are
lay_out (layout), SHEETS (catalogue), read_back and, for what stays where it is for ever, contract.
"""
