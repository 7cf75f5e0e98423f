"""Spreadsheets that people bring: read safely, understood column by column, judged row by row.

Pure: bytes and words in, rows and sentences out. What becomes of a row is a target's affair
(`settings.IMPORT_TARGETS`); storing, committing and undoing is tracker/import_services.py.
"""
