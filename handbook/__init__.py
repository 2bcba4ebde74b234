"""What makes the documentation: reference pages from the declarations, pictures from real workbooks.

The pages that people write stand in docs/; `make docs` puts both together.
"""
