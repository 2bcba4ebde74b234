"""The workbook's sheets as cells with addresses, laid out from the model, and read back from a file. Its doors are
lay_out (layout) and read_back.
"""
