"""What people type, company folders and templates, read into the model; every mistake becomes a Problem at its place.
Its doors are load_inputs (load) and READERS (readers), the list of input formats.
"""
