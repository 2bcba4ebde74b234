"""Tagged facts, pasted tables and figures typed over become the YAML that a person would have typed.

An import goes through placing, shaping and staging; its door is bring_in. Pasting and editing have doors of their own.
All of them write with Splice.
"""
