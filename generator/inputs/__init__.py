"""What people type, company folders and templates, read into the model; every mistake becomes a Problem at its place.
Its door is load_inputs (load).
"""
