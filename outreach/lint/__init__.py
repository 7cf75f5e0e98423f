"""The rules of the lint, one module per family; `outreach.linter` is the way in."""
